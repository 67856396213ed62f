import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Reviewer, SubmissionReview, Waiting } from '../../api/review/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './Review.module.css';

const words = messages.reading;

interface Props {
  submissionId: string;
  /** The least busy first: those are proposed. */
  askable: readonly Reviewer[];
}

/** Asks two people to read the code. */
export function AskTwo({ submissionId, askable }: Props) {
  const [picked, setPicked] = useState<Record<number, string>>({});
  const reviewers = [0, 1].map((index) => picked[index] ?? askable[index]?.id ?? '');
  const ask = useAsk(submissionId, (params) =>
    call('POST /api/submissions/:submissionId/review', { params, body: { reviewers } }),
  );
  if (askable.length < 2) return <Notice tone="warn">{words.noReviewers}</Notice>;
  return (
    <Form label={words.ask} ask={ask}>
      {[words.first, words.second].map((label, index) => (
        <Select
          key={label}
          label={label}
          people={askable}
          value={reviewers[index]!}
          onChange={(id) => setPicked({ ...picked, [index]: id })}
        />
      ))}
    </Form>
  );
}

/** Asks a third person to decide where two differ. */
export function AskThird({ submissionId, askable }: Props) {
  const [picked, setPicked] = useState<string>();
  const reviewer = picked ?? askable[0]?.id ?? '';
  const ask = useAsk(submissionId, (params) =>
    call('POST /api/submissions/:submissionId/review/third', { params, body: { reviewer } }),
  );
  if (askable.length === 0) return <Notice tone="warn">{words.noThird}</Notice>;
  return (
    <Form label={words.askThird} ask={ask}>
      <Select label={words.third} people={askable} value={reviewer} onChange={setPicked} />
    </Form>
  );
}

/** Asks somebody else in place of who does not answer. */
export function HandOver({ submissionId, askable, waiting }: Props & { waiting: readonly Waiting[] }) {
  const [picked, setPicked] = useState<{ from?: string; to?: string }>({});
  // Who was picked a moment ago may have no part in it any more, or have one now.
  const among = (people: readonly { id: string }[], id?: string) =>
    (people.find((person) => person.id === id) ?? people[0])?.id ?? '';
  const [from, to] = [among(waiting, picked.from), among(askable, picked.to)];
  const ask = useAsk(submissionId, (params) =>
    call('POST /api/submissions/:submissionId/review/hand-over', { params, body: { from, to } }),
  );
  if (askable.length === 0) return <Notice tone="warn">{words.handOver.nobody}</Notice>;
  return (
    <>
      <p className={styles.soft}>{words.handOver.text}</p>
      <Form label={words.handOver.do} ask={ask}>
        <NativeSelect
          label={words.handOver.from}
          value={from}
          onChange={(event) => setPicked({ ...picked, from: event.currentTarget.value })}
          data={waiting.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          label={words.handOver.to}
          people={askable}
          value={to}
          onChange={(id) => setPicked({ ...picked, to: id })}
        />
      </Form>
    </>
  );
}

function useAsk(submissionId: string, send: (params: { submissionId: string }) => Promise<SubmissionReview>) {
  const params = { submissionId };
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => send(params),
    onSuccess: (answer) =>
      queries.setQueryData(query('GET /api/submissions/:submissionId/review', { params }).queryKey, answer),
  });
}

function Form(props: { label: string; ask: ReturnType<typeof useAsk>; children: ReactNode }) {
  const { label, ask, children } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <form onSubmit={submit} className={styles.ask}>
      {children}
      <Button type="submit" loading={ask.isPending}>
        {label}
      </Button>
      {ask.isError && (
        <Notice tone="bad" alert>
          {ask.error.message}
        </Notice>
      )}
    </form>
  );
}

function Select(props: {
  label: string;
  people: readonly Reviewer[];
  value: string;
  onChange: (id: string) => void;
}) {
  const { label, people, value, onChange } = props;
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={people.map(({ id, name, open }) => ({ value: id, label: words.reviewer(name, open) }))}
    />
  );
}
