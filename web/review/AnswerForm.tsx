import { Button, Radio, Textarea } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Answer, ReviewTask } from '../../api/review/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './Review.module.css';

const words = messages.review;
const answers = Object.entries(words.answers) as [Answer, string][];

interface Draft {
  answer?: Answer;
  note?: string;
}

/** Takes an answer to every item. What is not handed in yet stays in this tab, also when it loads again. */
export function AnswerForm({ task }: { task: ReviewTask }) {
  const [drafts, setDrafts, forget] = useSessionStorage<Record<string, Draft>>({
    key: `review-${task.id}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const [asked, setAsked] = useState(false);
  const handIn = useHandIn(task.id, forget);
  const open = task.items.filter(({ id }) => !drafts[id]?.answer);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (open.length === 0) handIn.mutate(task.items.map(({ id }) => ({ id, ...drafts[id] })));
    else document.querySelector<HTMLElement>(`[name="${nameOf(open[0]!.id)}"]`)?.focus();
  };
  return (
    <form onSubmit={submit} className={styles.form} noValidate>
      {task.items.map((item) => (
        <Item
          key={item.id}
          item={item}
          draft={drafts[item.id] ?? {}}
          missing={asked && !drafts[item.id]?.answer}
          onChange={(draft) => setDrafts((others) => ({ ...others, [item.id]: draft }))}
        />
      ))}
      {handIn.isError && (
        <Notice tone="bad" alert>
          {handIn.error.message}
        </Notice>
      )}
      <div className={styles.foot}>
        <p role="status">
          {words.progress(task.items.length - open.length, task.items.length)}. {words.final}
        </p>
        <Button type="submit" loading={handIn.isPending}>
          {words.handIn}
        </Button>
      </div>
    </form>
  );
}

const nameOf = (item: string) => `item-${item}`;

function Item(props: {
  item: ReviewTask['items'][number];
  draft: Draft;
  missing: boolean;
  onChange: (draft: Draft) => void;
}) {
  const { item, draft, missing, onChange } = props;
  return (
    <div className={styles.item}>
      <Radio.Group
        name={nameOf(item.id)}
        label={item.statement}
        value={draft.answer ?? null}
        error={missing ? words.missing : undefined}
        onChange={(answer) => onChange({ ...draft, answer })}
      >
        <div className={styles.choices}>
          {answers.map(([value, label]) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        aria-label={words.note(item.statement)}
        placeholder={words.notePlaceholder}
        value={draft.note ?? ''}
        maxLength={2000}
        autosize
        minRows={1}
        onChange={(event) => onChange({ ...draft, note: event.currentTarget.value })}
      />
    </div>
  );
}

function useHandIn(reviewId: string, onDone: () => void) {
  const params = { reviewId };
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (drafts: ({ id: string } & Draft)[]) =>
      call('POST /api/reviews/:reviewId/answers', {
        params,
        body: {
          answers: drafts.map(({ id, answer = 'unknown', note = '' }) => ({
            item: id,
            answer,
            ...(note.trim() && { note: note.trim() }),
          })),
        },
      }),
    onSuccess: async (task) => {
      onDone();
      queries.setQueryData(query('GET /api/reviews/:reviewId', { params }).queryKey, task);
      await queries.invalidateQueries({ queryKey: ['GET /api/reviews'] });
      await queries.invalidateQueries({ queryKey: ['GET /api/reviews/answered'] });
    },
  });
}
