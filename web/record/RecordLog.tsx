import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { RecordEntry } from '../../api/record/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { momentText } from '../ui/time.ts';
import { RecordFilters, type RecordFilter } from './RecordFilters.tsx';
import styles from './RecordPage.module.css';
import { valueText } from './value-text.ts';

const words = messages.record;

/** Who did what, the newest first. */
export function RecordLog() {
  const [filter, setFilter] = useState<RecordFilter>({});
  const pages = useInfiniteQuery({
    queryKey: ['record', filter],
    queryFn: ({ pageParam }) =>
      call('GET /api/record', { query: { ...filter, ...(pageParam !== '' && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Sheet title={words.log}>
      <p>{words.intro}</p>
      <RecordFilters filter={filter} onChange={setFilter} />
      {pages.isPending && <Loading />}
      {pages.isError && (
        <Notice tone="bad" alert>
          {pages.error.message} <Button onClick={() => void pages.refetch()}>{messages.tryAgain}</Button>
        </Notice>
      )}
      {pages.isSuccess && entries.length === 0 && <p>{words.nothing}</p>}
      {entries.length > 0 && <Entries entries={entries} />}
      {pages.hasNextPage && (
        <Button
          variant="default"
          className={styles.earlier}
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {words.earlier}
        </Button>
      )}
    </Sheet>
  );
}

function Entries({ entries }: { entries: RecordEntry[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.when}</th>
          <th scope="col">{words.person}</th>
          <th scope="col">{words.action}</th>
          <th scope="col">{words.about}</th>
          <th scope="col">{words.change}</th>
          <th scope="col">{words.where}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

function Entry({ entry }: { entry: RecordEntry }) {
  const { at, actor, person, action, candidate, address } = entry;
  return (
    <tr>
      <td className={styles.when}>
        <time dateTime={at}>{momentText(at)}</time>
      </td>
      <td>{person ?? words.actors[actor] ?? actor}</td>
      <th scope="row">{words.actions[action] ?? action}</th>
      <td>{candidate && <About candidate={candidate} />}</td>
      <td>
        <Details entry={entry} />
      </td>
      <td className={styles.address}>{address}</td>
    </tr>
  );
}

function About({ candidate: { inviteId, name } }: { candidate: NonNullable<RecordEntry['candidate']> }) {
  return name === null ? words.deleted : <Link href={paths.kept(inviteId)}>{name}</Link>;
}

function Details({ entry: { changes, facts, erased } }: { entry: RecordEntry }) {
  if (erased) return <em className={styles.erased}>{words.erased}</em>;
  return (
    <dl className={styles.details}>
      {changes.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{words.fields[name] ?? name}</dt>
          <dd>{before === null ? valueText(after) : `${valueText(before)} → ${valueText(after)}`}</dd>
        </div>
      ))}
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{words.fields[name] ?? name}</dt>
          <dd>{valueText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
