import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery, Webhook } from '../../api/webhook/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { durationText, momentText } from '../ui/time.ts';
import styles from './Integrations.module.css';

const words = messages.deliveries;
const key = 'GET /api/webhooks/:webhookId/deliveries';
const lookAgainMs = 2000;

export const deliveriesKey = (webhookId: string) => [key, webhookId];

/** The log of a webhook, read once it is opened. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={styles.log} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{words.title}</summary>
      {opened && <Log webhook={webhook} />}
    </details>
  );
}

function Log({ webhook }: { webhook: Webhook }) {
  const { id: webhookId, state } = webhook;
  const log = useInfiniteQuery({
    queryKey: deliveriesKey(webhookId),
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      call(key, { params: { webhookId }, query: pageParam === '' ? {} : { before: pageParam } }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: lookAgainMs,
  });
  if (log.isError) return <Notice tone="bad">{log.error.message}</Notice>;
  if (log.isPending) return <Loading />;
  const deliveries = log.data.pages.flatMap((page) => page.deliveries);
  return (
    <>
      {deliveries.length === 0 && <p className={styles.soft}>{words.empty}</p>}
      <ul className={styles.deliveries}>
        {deliveries.map((delivery) => (
          <Item key={delivery.id} delivery={delivery} webhookId={webhookId} off={state === 'off'} />
        ))}
      </ul>
      {log.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {words.older}
        </Button>
      )}
      <p className={styles.soft}>{words.kept}</p>
    </>
  );
}

function Item(props: { delivery: Delivery; webhookId: string; off: boolean }) {
  const { id, type, at, state, nextAt, attempts, webhookId } = props.delivery;
  const what = messages.webhooks.eventNames[type] ?? type;
  return (
    <li>
      <div className={styles.deliveryHead}>
        <span className={styles.state} data-state={state}>
          {words.states[state]}
        </span>
        <span>
          {what}
          <span className={styles.under}>
            {momentText(at)}
            {nextAt && state === 'retrying' && `, ${words.next(momentText(nextAt))}`}
          </span>
        </span>
        {(state === 'delivered' || state === 'failed') && !props.off && (
          <Again deliveryId={id} webhookId={props.webhookId} name={words.againOf(what, momentText(at))} />
        )}
      </div>
      {attempts.length > 0 && (
        <details className={styles.attempts}>
          <summary>{words.tries(attempts.length)}</summary>
          <p className={styles.soft}>
            {words.id} <code>{webhookId}</code>
          </p>
          {attempts.map((attempt) => (
            <Attempt key={attempt.at} attempt={attempt} />
          ))}
        </details>
      )}
    </li>
  );
}

function Attempt({ attempt }: { attempt: Delivery['attempts'][number] }) {
  const { at, status, ms, answer, problem } = attempt;
  return (
    <div className={styles.attempt}>
      <span>
        <strong>{status ?? words.noStatus}</strong> · {durationText(ms)} · {momentText(at)}
      </span>
      <pre>{problem ?? (answer || words.noBody)}</pre>
    </div>
  );
}

function Again(props: { deliveryId: string; webhookId: string; name: string }) {
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () =>
      call('POST /api/deliveries/:deliveryId/again', { params: { deliveryId: props.deliveryId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: deliveriesKey(props.webhookId) }),
  });
  return (
    <Button
      size="xs"
      variant="default"
      loading={again.isPending}
      onClick={() => again.mutate()}
      aria-label={props.name}
    >
      {words.again}
    </Button>
  );
}
