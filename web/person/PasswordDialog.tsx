import { Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, Suspense, useState } from 'react';
import { call } from '../api.ts';
import { lazily } from '../lazily.ts';
import { messages } from '../messages.ts';
import { Boundary } from '../ui/Boundary.tsx';
import { CopyLine } from '../ui/CopyLine.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './AccountPage.module.css';
import { RecoveryCodes } from './RecoveryCodes.tsx';

// What draws it is fetched by those who set a password, and by nobody else.
const KeyCode = lazily(() => import('./KeyCode.tsx').then((m) => m.KeyCode));

const words = messages.account;
const shortest = 12;

/** Asks for a password and the first code of an authenticator, then shows the recovery codes. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [codes, setCodes] = useState<string[]>();
  const keep = async ({ recoveryCodes }: { recoveryCodes: string[] }) => {
    setCodes(recoveryCodes);
    for (const key of ['GET /api/account', 'GET /api/account/sessions'])
      await queries.invalidateQueries({ queryKey: [key] });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<span className={styles.title}>{codes ? words.codesTitle : words.set}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
      closeOnClickOutside={false}
    >
      <div className={styles.form}>
        {codes ? <RecoveryCodes codes={codes} onDone={onClose} /> : <Form onSet={keep} />}
      </div>
    </Modal>
  );
}

function Form({ onSet }: { onSet: (set: { recoveryCodes: string[] }) => Promise<void> }) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  // A query, not an effect: one key for as long as the dialog is open.
  const made = useQuery({
    queryKey: ['authenticator'],
    queryFn: () => call('POST /api/account/authenticator'),
    staleTime: Infinity,
    gcTime: 0,
  });
  const save = useMutation({
    mutationFn: (key: string) => call('PUT /api/account/password', { body: { password, key, code } }),
    onSuccess: onSet,
  });
  if (made.isPending) return <Loading />;
  if (made.isError) return <Notice tone="bad">{made.error.message}</Notice>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (password.length >= shortest && code.trim()) save.mutate(made.data.key);
  };
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <PasswordInput
        label={words.newPassword}
        description={words.newPasswordText}
        autoComplete="new-password"
        maxLength={200}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={asked && password.length < shortest ? words.tooShort : undefined}
        data-autofocus
      />
      <Authenticator keyText={made.data.key} url={made.data.url} />
      <TextInput
        label={words.code}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={10}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={asked && !code.trim() ? messages.enter.missing : undefined}
      />
      {save.isError && (
        <Notice tone="bad" alert>
          {save.error.message}
        </Notice>
      )}
      <Button type="submit" loading={save.isPending}>
        {words.save}
      </Button>
    </form>
  );
}

function Authenticator({ keyText, url }: { keyText: string; url: string }) {
  return (
    <div className={styles.key}>
      <strong>{words.authenticator}</strong>
      <p>{words.authenticatorText}</p>
      <div className={styles.keyCode}>
        <Boundary>
          <Suspense>
            <KeyCode url={url} />
          </Suspense>
        </Boundary>
      </div>
      <CopyLine value={keyText} label={words.key} />
      <a href={url}>{words.openApp}</a>
    </div>
  );
}
