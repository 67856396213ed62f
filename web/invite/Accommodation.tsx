import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Attempt } from '../../api/attempt/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import parts from '../ui/Parts.module.css';
import { Sheet } from '../ui/Sheet.tsx';

const words = messages.accommodation;

/** Asks those who invited for what a candidate needs, such as more time. */
export function Accommodation({ attempt, organisation }: { attempt: Attempt; organisation: string }) {
  const params = { attemptId: attempt.id };
  const queries = useQueryClient();
  const [text, setText] = useState(attempt.terms.accommodation ?? '');
  const [asked, setAsked] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      call('POST /api/attempts/:attemptId/accommodation', { params, body: { text: text.trim() } }),
    onSuccess: (answer) =>
      queries.setQueryData(query('GET /api/attempts/:attemptId', { params }).queryKey, answer),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (text.trim()) send.mutate();
  };
  return (
    <Sheet title={words.title}>
      <p>{words.text(organisation)}</p>
      <form onSubmit={submit} className={parts.stack} noValidate>
        <Textarea
          label={words.label}
          value={text}
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => setText(event.currentTarget.value)}
          error={asked && !text.trim() ? words.missing : undefined}
        />
        <Button type="submit" variant="default" loading={send.isPending}>
          {words.send}
        </Button>
        {send.isError && (
          <Notice tone="bad" alert>
            {send.error.message}
          </Notice>
        )}
        {attempt.terms.accommodation !== null && !send.isPending && <Notice tone="good">{words.sent}</Notice>}
      </form>
    </Sheet>
  );
}
