import { useLocalStorage } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, query } from '../api.ts';
import { Answer } from './Answer.tsx';
import { type HandRequest, remember, type Sent } from './hand-request.ts';
import { Examples, History } from './History.tsx';
import { PreviewButton } from './PreviewButton.tsx';
import { RequestForm } from './RequestForm.tsx';
import styles from './Workspace.module.css';

/** Sends requests to the candidate's service by hand. What was sent is kept in this browser. */
export function RequestPane({ attemptId }: { attemptId: string }) {
  const params = { attemptId };
  const about = useQuery(query('GET /api/attempts/:attemptId/console', { params }));
  const [history, setHistory] = useLocalStorage<Sent[]>({
    key: `proofload.requests.${attemptId}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const [again, setAgain] = useState<{ request: HandRequest; count: number }>();
  const send = useMutation({
    mutationFn: (body: HandRequest) => call('POST /api/attempts/:attemptId/request', { params, body }),
    onSuccess: ({ status, ms }, request) => setHistory((before) => remember(before, { request, status, ms })),
  });
  const recall = (request: HandRequest) => setAgain({ request, count: (again?.count ?? 0) + 1 });
  return (
    <div className={styles.request}>
      <div>
        <Examples examples={about.data?.examples ?? []} onPick={recall} />
        <RequestForm
          key={again?.count}
          initial={again?.request}
          port={about.data?.port}
          busy={send.isPending}
          onSend={send.mutate}
        />
        <History sent={history} onPick={recall} onClear={() => setHistory([])} />
      </div>
      <div>
        <PreviewButton attemptId={attemptId} />
        <Answer answer={send.data} problem={send.error?.message} />
      </div>
    </div>
  );
}
