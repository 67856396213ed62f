import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Attempt } from '../../api/attempt/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import parts from '../ui/Parts.module.css';
import styles from './ReceiptPage.module.css';

const words = messages.own;

/** Asks what helped, where the rule says that it is told. */
export function Disclosure({ attempt }: { attempt: Attempt }) {
  const params = { attemptId: attempt.id };
  const queries = useQueryClient();
  const [text, setText] = useState(attempt.terms.disclosure ?? '');
  const send = useMutation({
    mutationFn: () =>
      call('POST /api/attempts/:attemptId/disclosure', { params, body: { text: text.trim() } }),
    onSuccess: (answer) =>
      queries.setQueryData(query('GET /api/attempts/:attemptId', { params }).queryKey, answer),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() && !send.isPending) send.mutate();
  };
  return (
    <section className={styles.part}>
      <h2>{words.disclosure}</h2>
      <p>{words.disclosureText}</p>
      <form onSubmit={submit} className={parts.stack}>
        <Textarea
          label={words.disclosureLabel}
          value={text}
          required
          maxLength={2000}
          autosize
          minRows={3}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <BusyButton type="submit" busy={send.isPending}>
          {words.disclosureSend}
        </BusyButton>
        {send.isError && (
          <Notice tone="bad" alert>
            {send.error.message}
          </Notice>
        )}
        {attempt.terms.disclosure !== null && !send.isPending && (
          <Notice tone="good">{words.disclosureSaved}</Notice>
        )}
      </form>
    </section>
  );
}
