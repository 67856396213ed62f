import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Retention } from '../../api/attempt/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { daysOf } from './days.ts';
import styles from './RecordPage.module.css';

const words = messages.retention;

export function RetentionForm({ retention }: { retention: Retention }) {
  const queries = useQueryClient();
  const [anonymise, setAnonymise] = useState(String(retention.anonymiseAfterDays ?? ''));
  const [remove, setRemove] = useState(String(retention.deleteAfterDays ?? ''));
  const [asked, setAsked] = useState(false);
  const save = useMutation({
    mutationFn: (body: Retention) => call('PUT /api/retention', { body }),
    onSuccess: async (saved) => {
      queries.setQueryData(query('GET /api/retention').queryKey, saved);
      await queries.invalidateQueries({ queryKey: ['record'] });
    },
  });
  const [anonymiseAfterDays, deleteAfterDays] = [daysOf(anonymise), daysOf(remove)];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (anonymiseAfterDays !== undefined && deleteAfterDays !== undefined)
      save.mutate({ anonymiseAfterDays, deleteAfterDays });
  };
  const fault = (days: number | null | undefined) => (asked && days === undefined ? words.wrong : undefined);
  return (
    <Sheet title={words.title}>
      <p>{words.text}</p>
      <form onSubmit={submit} noValidate className={styles.form}>
        <div className={styles.fields}>
          <TextInput
            label={words.anonymise}
            description={words.anonymiseText}
            placeholder={words.placeholder}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            inputMode="numeric"
            value={anonymise}
            error={fault(anonymiseAfterDays)}
            onChange={(event) => setAnonymise(event.currentTarget.value)}
          />
          <TextInput
            label={words.delete}
            description={words.deleteText}
            placeholder={words.placeholder}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            inputMode="numeric"
            value={remove}
            error={fault(deleteAfterDays)}
            onChange={(event) => setRemove(event.currentTarget.value)}
          />
        </div>
        {save.isError && (
          <Notice tone="bad" alert>
            {save.error.message}
          </Notice>
        )}
        {save.isSuccess && <Notice tone="good">{words.saved}</Notice>}
        <Button type="submit" loading={save.isPending}>
          {words.save}
        </Button>
      </form>
    </Sheet>
  );
}
