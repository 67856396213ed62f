import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ChallengePicker } from './ChallengePicker.tsx';
import styles from './InviteDialog.module.css';

const words = messages.newInvite;

export function InviteForm(props: {
  busy: boolean;
  problem: string | undefined;
  onMake: (invite: { challenge: string; candidateName: string }) => void;
}) {
  const challenges = useQuery(query('GET /api/challenges'));
  const [picked, setPicked] = useState<string>();
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const candidateName = name.trim();
  const challenge = picked ?? (challenges.data?.length === 1 ? challenges.data[0]?.slug : undefined);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (challenge && candidateName) props.onMake({ challenge, candidateName });
  };

  if (challenges.isPending) return <Loading />;
  if (challenges.isError) return <Notice tone="bad">{challenges.error.message}</Notice>;
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
