import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ChallengeSummary } from '../../api/challenge/contract.ts';
import type { Api } from '../../api/contract.ts';
import type { Input } from '../../api/http/contract.ts';
import type { NewCandidate } from '../../api/invite/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { CandidateFields, useCandidate } from './CandidateFields.tsx';
import { CandidateList, useCandidateList } from './CandidateList.tsx';
import { ChallengePicker } from './ChallengePicker.tsx';
import { InviteChoices, usualChoices } from './InviteChoices.tsx';
import styles from './InviteDialog.module.css';

const words = messages.newInvite;

export type NewInvites = Input<Api, 'POST /api/invites/batch'>['body'];

interface FormProps {
  /** Whether links can go by e-mail. */
  mail: boolean;
  busy: boolean;
  problem: string | undefined;
  onMake: (invites: NewInvites) => void;
}

export function InviteForm(props: FormProps) {
  const challenges = useQuery(query('GET /api/challenges'));
  if (challenges.isPending) return <Loading />;
  if (challenges.isError) return <Notice tone="bad">{challenges.error.message}</Notice>;
  return <Form {...props} challenges={challenges.data} />;
}

function Form({ challenges, mail, busy, problem, onMake }: FormProps & { challenges: ChallengeSummary[] }) {
  const [picked, setPicked] = useState(challenges.length === 1 ? challenges[0]?.slug : undefined);
  const [several, setSeveral] = useState(false);
  const [choices, setChoices] = useState(usualChoices);
  const [asked, setAsked] = useState(false);
  const challenge = challenges.find(({ slug }) => slug === picked);
  const one = useCandidate();
  const list = useCandidateList(picked);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!challenge || choices.runtimes?.length === 0) return;
    const candidates = several ? list.submit() : one.candidates;
    if (!candidates) return;
    const { aiRule, sharesResult, sendMail, startBy, ...others } = choices;
    const shared = { ...others, ...(startBy && { startBy }) };
    onMake({
      challenge: challenge.slug,
      aiRule,
      sharesResult,
      sendMail,
      candidates: candidates.map((candidate): NewCandidate => ({ ...shared, ...candidate })),
    });
  };

  const pick = (slug: string) => {
    setPicked(slug);
    // Which languages there are depends on the challenge.
    setChoices(({ runtimes: _all, ...others }) => others);
  };

  const byMail = mail && (several ? list.addressed : one.addressed);
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <ChallengePicker challenges={challenges} picked={picked} onPick={pick} />
      {asked && !challenge && <Notice tone="bad">{words.challengeMissing}</Notice>}
      <SegmentedControl
        aria-label={words.howMany}
        value={several ? 'several' : 'one'}
        onChange={(value) => setSeveral(value === 'several')}
        data={[
          { value: 'one', label: words.one },
          { value: 'several', label: words.several },
        ]}
      />
      {several ? (
        <CandidateList list={list} asked={asked} />
      ) : (
        <CandidateFields one={one} asked={asked} mail={mail} />
      )}
      <InviteChoices choices={choices} challenge={challenge} mail={byMail} onChange={setChoices} />
      {problem !== undefined && (
        <Notice tone="bad" alert>
          {problem}
        </Notice>
      )}
      <Button type="submit" loading={busy || list.isReading}>
        {several ? list.button : byMail && choices.sendMail ? words.send : words.make}
      </Button>
    </form>
  );
}
