import { Radio } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Attempt } from '../../api/attempt/contract.ts';
import { call, query } from '../api.ts';
import { preloadWorkspace } from '../attempt/preload.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './BriefPage.module.css';
import { Signature, useSignature } from './Signature.tsx';

const words = messages.brief;

/** The rule to sign, the choice of language where there is one, and the button that starts the clock, or leads back to work begun. */
export function StartForm({ attempt }: { attempt: Attempt }) {
  const { runtimes } = attempt.challenge;
  const [, navigate] = useLocation();
  const [runtime, setRuntime] = useState(runtimes[0] ?? '');
  const signature = useSignature(attempt);
  const start = useStart(attempt.id);
  const form = useBeginning();
  const begun = !attempt.actions.includes('start');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (begun) navigate(paths.attempt(attempt.id));
    else if (!start.isPending && signature.check()) start.mutate({ runtime, name: signature.name });
  };
  return (
    <form ref={form} onSubmit={submit} className={styles.start} noValidate>
      {!begun && attempt.practiceOf === null && <Signature attempt={attempt} signature={signature} />}
      {!begun && runtimes.length > 1 && (
        <Radio.Group label={words.runtime} value={runtime} onChange={setRuntime}>
          <div className={styles.runtimes}>
            {runtimes.map((name) => (
              <Radio key={name} value={name} label={name} />
            ))}
          </div>
        </Radio.Group>
      )}
      {start.isError && (
        <Notice tone="bad" alert>
          {start.error.message}
        </Notice>
      )}
      <BusyButton type="submit" size="lg" busy={start.isPending}>
        {begun ? words.resume : words.start}
      </BusyButton>
    </form>
  );
}

/** Whoever begins to sign will want the editor: it is here by the time they start. */
function useBeginning() {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const element = form.current;
    element?.addEventListener('focusin', preloadWorkspace, { once: true });
    return () => element?.removeEventListener('focusin', preloadWorkspace);
  }, []);
  return form;
}

/** Signs where that is still to be done, then starts. */
function useStart(attemptId: string) {
  const params = { attemptId };
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const { queryKey } = query('GET /api/attempts/:attemptId', { params });
  return useMutation({
    mutationFn: async ({ runtime, name }: { runtime: string; name: string | undefined }) => {
      if (name !== undefined)
        queries.setQueryData(
          queryKey,
          await call('POST /api/attempts/:attemptId/signature', { params, body: { name } }),
        );
      return call('POST /api/attempts/:attemptId/start', { params, body: { runtime } });
    },
    onSuccess: (started) => {
      queries.setQueryData(queryKey, started);
      navigate(paths.attempt(attemptId));
    },
  });
}
