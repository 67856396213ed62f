import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Api } from '../../api/contract.ts';
import type { Input } from '../../api/http/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { beginOf } from './days.ts';
import styles from './RecordPage.module.css';

const words = messages.record;

export type RecordFilter = Omit<Input<Api, 'GET /api/record'>['query'], 'cursor'>;

/** By person, by what was done, and by day. */
export function RecordFilters(props: { filter: RecordFilter; onChange: (filter: RecordFilter) => void }) {
  const { data } = useQuery(query('GET /api/record/filters'));
  const [days, setDays] = useState({ from: '', until: '' });
  const set = (name: keyof RecordFilter, value: string) => {
    const { [name]: _, ...others } = props.filter;
    props.onChange(value === '' ? others : { ...others, [name]: value });
  };
  const setDay = (name: 'from' | 'until', day: string) => {
    setDays({ ...days, [name]: day });
    set(name, day === '' ? '' : beginOf(day, name === 'until' ? 1 : 0));
  };
  const people = (data?.people ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const actions = (data?.actions ?? []).map((value) => ({ value, label: words.actions[value] ?? value }));
  return (
    <div className={styles.filters}>
      <NativeSelect
        label={words.person}
        value={props.filter.person ?? ''}
        data={[{ value: '', label: words.anybody }, ...people]}
        onChange={(event) => set('person', event.currentTarget.value)}
      />
      <NativeSelect
        label={words.action}
        value={props.filter.action ?? ''}
        data={[{ value: '', label: words.anything }, ...actions]}
        onChange={(event) => set('action', event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={words.from}
        value={days.from}
        onChange={(event) => setDay('from', event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={words.until}
        value={days.until}
        onChange={(event) => setDay('until', event.currentTarget.value)}
      />
    </div>
  );
}
