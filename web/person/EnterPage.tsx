import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import styles from './EnterPage.module.css';
import { homeOf } from './home.ts';

const words = messages.enter;

/** Sign-in without a link: with the company's account, or with a password and a code. */
export function EnterPage() {
  const ways = useQuery(query('GET /api/sign-in'));
  const provider = ways.data?.provider;
  return (
    <Page narrow title={words.title}>
      <div className={styles.box}>
        <h1>{words.title}</h1>
        {provider && <WithProvider name={provider} />}
        <PasswordForm mail={ways.data?.mail ?? false} />
        <p className={styles.links}>{words.links}</p>
      </div>
    </Page>
  );
}

function WithProvider({ name }: { name: string }) {
  const begin = useMutation({
    mutationFn: () => call('POST /api/session/provider'),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <>
      <Button
        variant="default"
        size="md"
        classNames={{ root: styles.provider!, label: styles.providerLabel! }}
        loading={begin.isPending}
        onClick={() => begin.mutate()}
      >
        {words.provider(name)}
      </Button>
      {begin.isError && (
        <Notice tone="bad" alert>
          {begin.error.message}
        </Notice>
      )}
      <p className={styles.or}>{words.or}</p>
    </>
  );
}

const empty = { email: '', password: '', code: '' };

/** @param props.mail whether a link can be asked for by e-mail instead */
function PasswordForm({ mail }: { mail: boolean }) {
  const [given, setGiven] = useState(empty);
  const [asked, setAsked] = useState(false);
  const [, go] = useLocation();
  const queries = useQueryClient();
  const enter = useMutation({
    mutationFn: () => call('POST /api/session/password', { body: given }),
    onSuccess: (me) => {
      queries.setQueryData(query('GET /api/session').queryKey, me);
      go(homeOf(me), { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.values(given).every((value) => value.trim())) enter.mutate();
  };
  const field = (name: keyof typeof empty) => ({
    value: given[name],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setGiven({ ...given, [name]: event.currentTarget.value }),
    error: asked && !given[name].trim() ? words.missing : undefined,
  });
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <TextInput
        label={words.email}
        type="email"
        autoComplete="username"
        maxLength={254}
        {...field('email')}
      />
      <PasswordInput
        label={words.password}
        autoComplete="current-password"
        maxLength={200}
        {...field('password')}
      />
      <TextInput
        label={words.code}
        description={words.codeText}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        maxLength={40}
        {...field('code')}
      />
      {enter.isError && (
        <Notice tone="bad" alert>
          {enter.error.message}
        </Notice>
      )}
      <Button type="submit" size="md" loading={enter.isPending}>
        {words.title}
      </Button>
      {mail && <LinkByMail email={given.email.trim()} />}
    </form>
  );
}

function LinkByMail({ email }: { email: string }) {
  const [asked, setAsked] = useState(false);
  const send = useMutation({ mutationFn: () => call('POST /api/sign-in/link', { body: { email } }) });
  const ask = () => {
    setAsked(true);
    if (email) send.mutate();
  };
  return (
    <>
      <Button variant="default" size="md" loading={send.isPending} onClick={ask}>
        {words.mail}
      </Button>
      {asked && !email && <Notice tone="warn">{words.mailFirst}</Notice>}
      {send.isError && (
        <Notice tone="bad" alert>
          {send.error.message}
        </Notice>
      )}
      {send.isSuccess && <Notice tone="good">{words.mailSent}</Notice>}
    </>
  );
}
