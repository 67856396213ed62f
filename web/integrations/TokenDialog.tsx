import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ApiToken } from '../../api/token/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './Integrations.module.css';
import { SecretShown } from './SecretShown.tsx';
import type { OfferedScope } from './Tokens.tsx';

const words = messages.tokens;
const spans = [30, 90, 180, 366];

interface NewToken {
  name: string;
  scopes: ApiToken['scopes'];
  days: number;
}

/** Asks what a token is for, then shows it once. */
export function TokenDialog({ scopes, onClose }: { scopes: OfferedScope[]; onClose: () => void }) {
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: (body: NewToken) => call('POST /api/tokens', { body }),
    onSuccess: () => queries.invalidateQueries(query('GET /api/tokens')),
  });
  const made = make.data;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={styles.dialogTitle}>{made ? words.ready(made.token.name) : words.make}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
      // It is shown once: a stray click beside the dialog must not lose it.
      closeOnClickOutside={!made}
      size="lg"
    >
      {made ? (
        <SecretShown
          text={words.readyText}
          label={words.secret}
          secret={made.secret}
          done={words.done}
          onDone={onClose}
        />
      ) : (
        <TokenForm scopes={scopes} busy={make.isPending} problem={make.error?.message} onMake={make.mutate} />
      )}
    </Modal>
  );
}

function TokenForm(props: {
  scopes: OfferedScope[];
  busy: boolean;
  problem: string | undefined;
  onMake: (token: NewToken) => void;
}) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState(90);
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() && scopes.length > 0)
      props.onMake({ name: name.trim(), scopes: scopes as NewToken['scopes'], days });
  };
  return (
    <form onSubmit={submit} noValidate className={styles.dialog}>
      <TextInput
        label={words.name}
        placeholder={words.namePlaceholder}
        value={name}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
        error={asked && !name.trim() ? words.nameMissing : undefined}
      />
      <Checkbox.Group
        label={words.scopes}
        value={scopes}
        onChange={setScopes}
        error={asked && scopes.length === 0 ? words.scopeMissing : undefined}
      >
        <div className={styles.choices}>
          {props.scopes.map(({ scope, what }) => (
            <Checkbox key={scope} value={scope} label={what} description={scope} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect
        label={words.days}
        value={String(days)}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
        data={spans.map((span) => ({ value: String(span), label: words.daysOf(span) }))}
      />
      {props.problem && (
        <Notice tone="bad" alert>
          {props.problem}
        </Notice>
      )}
      <Button type="submit" loading={props.busy} className={styles.end}>
        {words.make}
      </Button>
    </form>
  );
}
