import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { KeptData } from '../../api/record/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { momentText } from '../ui/time.ts';
import styles from './KeptPage.module.css';

const words = messages.kept;

/** Takes away who a candidate is, with a reason, and says what stays. */
export function AnonymiseForm({ kept }: { kept: KeptData }) {
  if (kept.anonymisedAt !== null)
    return (
      <Sheet title={words.anonymisation}>
        <Notice tone="good">{words.anonymisedOn(momentText(kept.anonymisedAt))}</Notice>
      </Sheet>
    );
  const blocked = kept.hold ? words.anonymiseBlocked : kept.over ? null : words.anonymiseLater;
  return (
    <Sheet title={words.anonymisation}>
      <p>{words.anonymisationText}</p>
      <p>{words.stays}</p>
      {blocked === null ? <Form inviteId={kept.inviteId} /> : <Notice tone="warn">{blocked}</Notice>}
    </Sheet>
  );
}

function Form({ inviteId }: { inviteId: string }) {
  const params = { inviteId };
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const anonymise = useMutation({
    mutationFn: () =>
      call('POST /api/invites/:inviteId/anonymisation', { params, body: { reason: reason.trim() } }),
    onSuccess: (now) => {
      queries.setQueryData(query('GET /api/invites/:inviteId/data', { params }).queryKey, now);
      // The name is in what other pages have read.
      queries.removeQueries({ type: 'inactive' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (reason.trim()) anonymise.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <Textarea
        label={words.whyAnonymise}
        description={words.whyAnonymiseText}
        value={reason}
        maxLength={500}
        autosize
        minRows={2}
        error={asked && !reason.trim() ? words.reasonMissing : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {anonymise.isError && (
        <Notice tone="bad" alert>
          {anonymise.error.message}
        </Notice>
      )}
      <Button type="submit" variant="default" loading={anonymise.isPending}>
        {words.anonymiseNow}
      </Button>
    </form>
  );
}
