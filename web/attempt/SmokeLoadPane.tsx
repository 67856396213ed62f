import { NumberInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { SmokeLoadResult } from './SmokeLoadResult.tsx';
import styles from './SmokeLoad.module.css';
import { atSavedTree } from './use-work.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.console;

/** A few seconds of the load that grades, at a rate the candidate chooses. */
export function SmokeLoadPane({ attemptId, files }: { attemptId: string; files: WorkspaceFiles }) {
  const params = { attemptId };
  const about = useQuery(query('GET /api/attempts/:attemptId/console', { params }));
  const [chosen, setChosen] = useState<number>();
  const load = useMutation({
    mutationFn: (rps: number) =>
      atSavedTree(
        files,
        (body) => call('POST /api/attempts/:attemptId/smoke-load', { params, body: { ...body, rps } }),
        2,
      ),
  });
  if (about.isError && !about.data) return <Notice tone="bad">{about.error.message}</Notice>;
  if (!about.data) return <Loading />;
  const { goal, maxRps } = about.data;
  const rps = chosen ?? goal.rps;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rps >= 1 && rps <= maxRps && !load.isPending) load.mutate(rps);
  };
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <NumberInput
          size="xs"
          label={words.rate}
          description={words.rateHint(goal.rps, maxRps)}
          min={1}
          max={maxRps}
          allowDecimal={false}
          value={rps}
          onChange={(value) => setChosen(Number(value))}
        />
        <BusyButton size="xs" type="submit" busy={load.isPending}>
          {words.runLoad}
        </BusyButton>
        <p className={styles.practice}>{words.practice}</p>
      </form>
      <div aria-live="polite">
        {load.isPending && <p>{words.loading(rps)}</p>}
        {load.isError && <Notice tone="bad">{load.error.message}</Notice>}
        {load.data && !load.isPending && !load.isError && <SmokeLoadResult result={load.data} goal={goal} />}
      </div>
    </>
  );
}
