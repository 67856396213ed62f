import { Button, Radio } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './BriefPage.module.css';

const words = messages.brief;

/** The choice of language where there is one, and the button that starts the clock, or leads back to work begun. */
export function StartForm({ attemptId, runtimes }: { attemptId: string; runtimes: string[] }) {
  const params = { attemptId };
  const attempt = useQuery(query('GET /api/attempts/:attemptId', { params }));
  const [, navigate] = useLocation();
  const [runtime, setRuntime] = useState(runtimes[0] ?? '');
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => call('POST /api/attempts/:attemptId/start', { params, body: { runtime } }),
    onSuccess: (started) => {
      queries.setQueryData(query('GET /api/attempts/:attemptId', { params }).queryKey, started);
      navigate(paths.attempt(attemptId));
    },
  });
  const begun = attempt.data !== undefined && !attempt.data.actions.includes('start');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (begun) navigate(paths.attempt(attemptId));
    else start.mutate();
  };
  return (
    <form onSubmit={submit} className={styles.start}>
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
      <Button type="submit" size="lg" loading={start.isPending} disabled={attempt.isPending}>
        {begun ? words.resume : words.start}
      </Button>
    </form>
  );
}
