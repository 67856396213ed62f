import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Attempt } from '../../api/attempt/contract.ts';
import { messages } from '../messages.ts';
import { momentText } from '../ui/time.ts';
import styles from './BriefPage.module.css';

const words = messages.brief;

/** What a candidate fills in to agree to the rules, until they have. */
export function useSignature(attempt: Attempt) {
  const [name, setName] = useState('');
  const [agreed, setAgreed] = useState(false);
  const [asked, setAsked] = useState(false);
  const needed = attempt.practiceOf === null && attempt.terms.signature === null;
  return {
    /** The name to sign with; undefined when nothing is to be signed. */
    name: needed ? name.trim() : undefined,
    typed: name,
    setName,
    agreed,
    setAgreed,
    nameMissing: asked && name.trim() === '',
    agreeMissing: asked && !agreed,
    /** Whether one may go on; what is missing is shown from then on. */
    check: () => {
      setAsked(true);
      return !needed || (agreed && name.trim() !== '');
    },
  };
}

/** The rule about help, and who keeps to it. */
export function Signature(props: { attempt: Attempt; signature: ReturnType<typeof useSignature> }) {
  const { terms } = props.attempt;
  const { signature } = props;
  return (
    <section className={styles.rule} aria-labelledby="rule">
      <h2 id="rule">{words.rule}</h2>
      <p>{words.rules[terms.aiRule]}</p>
      {terms.signature ? (
        <p>{words.signed(terms.signature.name, momentText(terms.signature.at))}</p>
      ) : (
        <>
          <Checkbox
            label={words.agree}
            checked={signature.agreed}
            onChange={(event) => signature.setAgreed(event.currentTarget.checked)}
            error={signature.agreeMissing ? words.agreeMissing : undefined}
          />
          <TextInput
            label={words.signature}
            value={signature.typed}
            maxLength={200}
            autoComplete="name"
            onChange={(event) => signature.setName(event.currentTarget.value)}
            error={signature.nameMissing ? words.signatureMissing : undefined}
          />
        </>
      )}
    </section>
  );
}
