import { Button, NativeSelect } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import type { BandName } from '../ui/Band.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './Decision.module.css';
import { isReason, ReasonField } from './ReasonField.tsx';
import { useJudge } from './use-judge.ts';

const words = messages.override;
const bands = Object.entries(messages.bands) as [BandName, string][];

/** Takes another view of a measured value, with its reason. */
export function OverrideForm(props: { submissionId: string; dimensions: readonly string[] }) {
  const { submissionId, dimensions } = props;
  const [what, setWhat] = useState('overall');
  const [band, setBand] = useState<BandName>('meets');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const override = useJudge(submissionId, () =>
    call('POST /api/submissions/:submissionId/overrides', {
      params: { submissionId },
      body: { what, band, reason },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (isReason(reason)) override.mutate(undefined, { onSuccess: clear });
  };
  const clear = () => {
    setReason('');
    setAsked(false);
  };
  return (
    <details className={styles.fold}>
      <summary>{words.open}</summary>
      <form onSubmit={submit} className={styles.form} noValidate>
        <p className={styles.soft}>{words.text}</p>
        <NativeSelect
          label={words.what}
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value)}
          data={[{ value: 'overall', label: words.overall }, ...dimensions]}
        />
        <NativeSelect
          label={words.band}
          value={band}
          onChange={(event) => setBand(event.currentTarget.value as BandName)}
          data={bands.map(([value, label]) => ({ value, label }))}
        />
        <ReasonField value={reason} onChange={setReason} asked={asked} />
        {override.isError && (
          <Notice tone="bad" alert>
            {override.error.message}
          </Notice>
        )}
        <Button type="submit" variant="default" loading={override.isPending}>
          {words.add}
        </Button>
      </form>
    </details>
  );
}
