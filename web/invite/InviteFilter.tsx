import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InviteCounts, InviteState } from '../../api/invite/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { countOf, countText, totalOf, type Counted } from './counted.ts';
import styles from './InviteFilter.module.css';
import type { FilterChange, ListFilter } from './use-invites.ts';

const words = messages.invites;
const states = Object.keys(words.states) as InviteState[];
const typingMs = 250;

/** Narrows the list down by state, by challenge and by what is searched for. */
export function InviteFilter(props: {
  filter: ListFilter;
  /** Undefined until they are there, which the list does not wait for. */
  counts: InviteCounts | undefined;
  onChange: (change: FilterChange) => void;
}) {
  const { filter, counts, onChange } = props;
  const total = counts && totalOf(counts);
  const matching = filter.state ? counts && countOf(counts[filter.state]) : total;
  return (
    <div className={styles.filter}>
      <div className={styles.fields} role="search">
        <Search value={filter.search ?? ''} onChange={(search) => onChange({ search })} />
        <ChallengeSelect
          value={filter.challenge ?? ''}
          onChange={(challenge) => onChange({ challenge: challenge || null })}
        />
      </div>
      <div className={styles.states} role="group" aria-label={words.byState}>
        <StateButton
          label={words.all}
          count={total}
          pressed={filter.state === undefined}
          onPress={() => onChange({ state: null })}
        />
        {states.map((state) => (
          <StateButton
            key={state}
            label={words.states[state]}
            count={counts && countOf(counts[state])}
            pressed={filter.state === state}
            onPress={() => onChange({ state: filter.state === state ? null : state })}
          />
        ))}
      </div>
      <p role="status" className="visually-hidden">
        {matching && words.matching(matching)}
      </p>
    </div>
  );
}

/** What is typed is searched for a moment after the last letter. */
function Search({ value, onChange }: { value: string; onChange: (text: string | null) => void }) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const search = useDebouncedCallback((text: string) => onChange(text.trim() || null), typingMs);
  // The address changed by another way than typing, such as the button that clears it.
  if (value !== known) {
    setKnown(value);
    if (value !== typed.trim()) setTyped(value);
  }
  return (
    <TextInput
      type="search"
      className={styles.search}
      aria-label={words.search}
      placeholder={words.search}
      value={typed}
      maxLength={200}
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}

function ChallengeSelect({ value, onChange }: { value: string; onChange: (slug: string) => void }) {
  const challenges = useQuery(query('GET /api/challenges'));
  const known = challenges.data ?? [];
  if (known.length < 2 && value === '') return null;
  const others = known.some(({ slug }) => slug === value) || value === '' ? [] : [{ value, label: value }];
  return (
    <NativeSelect
      aria-label={words.byChallenge}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: words.anyChallenge },
        ...known.map(({ slug, title }) => ({ value: slug, label: title })),
        ...others,
      ]}
    />
  );
}

function StateButton(props: {
  label: string;
  count: Counted | undefined;
  pressed: boolean;
  onPress: () => void;
}) {
  return (
    <button
      type="button"
      className={styles.state}
      aria-pressed={props.pressed}
      data-none={props.count?.n === 0 || undefined}
      onClick={props.onPress}
    >
      {props.label} <span className={styles.count}>{props.count && countText(props.count)}</span>
    </button>
  );
}
