import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NewCandidate } from '../../api/invite/contract.ts';
import { messages } from '../messages.ts';

const words = messages.newInvite;

/** One candidate as they are typed in. */
export function useCandidate() {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [candidateName, address] = [name.trim(), email.trim()];
  const isAddress = address === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address);
  const candidate: NewCandidate = { candidateName, ...(address && { email: address }) };
  return {
    name,
    setName,
    email,
    setEmail,
    isAddress,
    addressed: address !== '' && isAddress,
    /** The candidate as a list of one; undefined until they can be invited. */
    candidates: candidateName && isAddress ? [candidate] : undefined,
  };
}

export function CandidateFields(props: {
  one: ReturnType<typeof useCandidate>;
  /** Whether it is time to say what is missing. */
  asked: boolean;
  mail: boolean;
}) {
  const { one, asked, mail } = props;
  return (
    <>
      <TextInput
        label={words.name}
        placeholder={words.namePlaceholder}
        value={one.name}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => one.setName(event.currentTarget.value)}
        error={asked && !one.name.trim() ? words.nameMissing : undefined}
      />
      <TextInput
        type="email"
        label={words.email}
        description={words.emailText(mail)}
        value={one.email}
        maxLength={254}
        autoComplete="off"
        onChange={(event) => one.setEmail(event.currentTarget.value)}
        error={asked && !one.isAddress ? words.emailWrong : undefined}
      />
    </>
  );
}
