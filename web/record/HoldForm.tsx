import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { KeptData } from '../../api/record/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateText } from '../ui/time.ts';
import styles from './KeptPage.module.css';

const words = messages.kept;

/** Keeps everything of a candidate as long as somebody must, and says why. */
export function HoldForm({ kept }: { kept: KeptData }) {
  const params = { inviteId: kept.inviteId };
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const change = useMutation({
    mutationFn: (why: string | null) =>
      why === null
        ? call('DELETE /api/invites/:inviteId/hold', { params })
        : call('PUT /api/invites/:inviteId/hold', { params, body: { reason: why } }),
    onSuccess: (now) => {
      queries.setQueryData(query('GET /api/invites/:inviteId/data', { params }).queryKey, now);
      setReason('');
      setAsked(false);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (kept.hold) change.mutate(null);
    else if (reason.trim()) change.mutate(reason.trim());
  };
  return (
    <Sheet title={words.hold}>
      <p>{words.holdText}</p>
      <form onSubmit={submit} noValidate className={styles.form}>
        {kept.hold ? (
          <blockquote className={styles.reason}>
            {words.held(dateText(kept.hold.at))} {kept.hold.reason}
          </blockquote>
        ) : (
          <Textarea
            label={words.reason}
            value={reason}
            maxLength={500}
            autosize
            minRows={2}
            error={asked && !reason.trim() ? words.reasonMissing : undefined}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {change.isError && (
          <Notice tone="bad" alert>
            {change.error.message}
          </Notice>
        )}
        <Button type="submit" variant="default" loading={change.isPending}>
          {kept.hold ? words.lift : words.place}
        </Button>
      </form>
    </Sheet>
  );
}
