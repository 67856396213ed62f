import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api.ts';
import { Answer } from './Answer.tsx';
import type { HandRequest, Sent } from './hand-request.ts';
import { History } from './History.tsx';
import { PreviewButton } from './PreviewButton.tsx';
import { RequestForm } from './RequestForm.tsx';
import styles from './Workspace.module.css';

/** Sends requests to the candidate's service by hand. What was sent is kept while this page is open. */
export function RequestPane({ attemptId }: { attemptId: string }) {
  const [history, setHistory] = useState<Sent[]>([]);
  const [again, setAgain] = useState<{ request: HandRequest; count: number }>();
  const send = useMutation({
    mutationFn: (body: HandRequest) =>
      call('POST /api/attempts/:attemptId/request', { params: { attemptId }, body }),
    onSuccess: (answer, request) => setHistory((before) => [{ request, answer }, ...before].slice(0, 30)),
  });
  const recall = (request: HandRequest) => setAgain({ request, count: (again?.count ?? 0) + 1 });
  return (
    <div className={styles.request}>
      <div>
        <RequestForm key={again?.count} initial={again?.request} busy={send.isPending} onSend={send.mutate} />
        <History sent={history} onPick={recall} />
      </div>
      <div>
        <PreviewButton attemptId={attemptId} />
        <Answer answer={send.data} problem={send.error?.message} />
      </div>
    </div>
  );
}
