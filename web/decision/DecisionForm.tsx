import { Button, Radio } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Verdict } from '../../api/decision/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './Decision.module.css';
import { isReason, ReasonField } from './ReasonField.tsx';
import { useJudge } from './use-judge.ts';

const words = messages.decision;
const verdicts = Object.entries(words.verdicts) as [Verdict, string][];

/** Takes a decision with its reason. */
export function DecisionForm({ submissionId }: { submissionId: string }) {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const decide = useJudge(submissionId, (chosen: Verdict) =>
    call('POST /api/submissions/:submissionId/decisions', {
      params: { submissionId },
      body: { verdict: chosen, reason },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (verdict && isReason(reason)) decide.mutate(verdict, { onSuccess: clear });
  };
  const clear = () => {
    setVerdict(null);
    setReason('');
    setAsked(false);
  };
  return (
    <form onSubmit={submit} className={styles.form} noValidate>
      <Radio.Group
        label={words.verdict}
        description={words.text}
        value={verdict}
        onChange={setVerdict}
        error={asked && !verdict ? words.verdictMissing : undefined}
      >
        <div className={styles.choices}>
          {verdicts.map(([value, label]) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </div>
      </Radio.Group>
      <ReasonField value={reason} onChange={setReason} asked={asked} />
      {decide.isError && (
        <Notice tone="bad" alert>
          {decide.error.message}
        </Notice>
      )}
      <Button type="submit" loading={decide.isPending}>
        {words.decide}
      </Button>
    </form>
  );
}
