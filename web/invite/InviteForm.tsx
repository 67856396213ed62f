import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Api } from '../../api/contract.ts';
import type { Input } from '../../api/http/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ChallengePicker } from './ChallengePicker.tsx';
import { type Choices, InviteChoices, usual } from './InviteChoices.tsx';
import styles from './InviteDialog.module.css';

const words = messages.newInvite;

export type NewInvite = Input<Api, 'POST /api/invites'>['body'];

export function InviteForm(props: {
  busy: boolean;
  problem: string | undefined;
  onMake: (invite: NewInvite) => void;
}) {
  const challenges = useQuery(query('GET /api/challenges'));
  const [picked, setPicked] = useState<string>();
  const [name, setName] = useState('');
  const [choices, setChoices] = useState<Choices>(usual);
  const [asked, setAsked] = useState(false);
  const candidateName = name.trim();
  const challenge = picked ?? (challenges.data?.length === 1 ? challenges.data[0]?.slug : undefined);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (challenge && candidateName) props.onMake({ challenge, candidateName, ...choices });
  };

  if (challenges.isPending) return <Loading />;
  if (challenges.isError) return <Notice tone="bad">{challenges.error.message}</Notice>;
  const minutes = challenges.data.find(({ slug }) => slug === challenge)?.minutes;
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <ChallengePicker challenges={challenges.data} picked={challenge} onPick={setPicked} />
      {asked && !challenge && <Notice tone="bad">{words.challengeMissing}</Notice>}
      <TextInput
        label={words.name}
        placeholder={words.namePlaceholder}
        value={name}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
        error={asked && !candidateName ? words.nameMissing : undefined}
      />
      <InviteChoices choices={choices} minutes={minutes} onChange={setChoices} />
      {props.problem && (
        <Notice tone="bad" alert>
          {props.problem}
        </Notice>
      )}
      <Button type="submit" loading={props.busy}>
        {words.make}
      </Button>
    </form>
  );
}
