import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { KeptData } from '../../api/record/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './KeptPage.module.css';

const words = messages.kept;

/** Deletes a candidate for good, once their name is typed. */
export function DeleteForm({ kept, onGone }: { kept: KeptData; onGone: () => void }) {
  const { inviteId, candidateName, hold } = kept;
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(false);
  const confirmed = typed.trim() === candidateName.trim();
  const remove = useMutation({
    mutationFn: () =>
      call('POST /api/invites/:inviteId/deletion', { params: { inviteId }, body: { confirm: typed } }),
    onSuccess: () => {
      onGone();
      queries.clear();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (confirmed) remove.mutate();
  };
  return (
    <Sheet title={words.deletion}>
      <p>{words.deletionText}</p>
      {hold ? (
        <Notice tone="warn">{words.blocked}</Notice>
      ) : (
        <form onSubmit={submit} noValidate className={styles.form}>
          <TextInput
            label={words.confirm(candidateName)}
            value={typed}
            autoComplete="off"
            error={asked && !confirmed ? words.confirmWrong : undefined}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {remove.isError && (
            <Notice tone="bad" alert>
              {remove.error.message}
            </Notice>
          )}
          <Button type="submit" color="red.9" loading={remove.isPending}>
            {words.deleteNow}
          </Button>
        </form>
      )}
    </Sheet>
  );
}
