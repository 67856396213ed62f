import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { Page } from '../ui/Page.tsx';
import { placesOf } from './home.ts';
import styles from './ManagerPage.module.css';

/** The frame of the pages for people who hire: where else to go, who is signed in, and the way out. */
export function ManagerPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Page title={title} aside={<SignedIn />}>
      {children}
    </Page>
  );
}

function SignedIn() {
  const me = useQuery(query('GET /api/session'));
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => call('DELETE /api/session'),
    onSuccess: () => queries.resetQueries(),
  });
  if (!me.data) return null;
  return (
    <>
      <nav aria-label={messages.person.places} className={styles.places}>
        {placesOf(me.data).map(({ path, label }) => (
          <Link key={path} href={path}>
            {label}
          </Link>
        ))}
      </nav>
      <Link href={paths.account()} className={styles.me}>
        {messages.account.of(me.data.name, me.data.organisation)}
        <span className="visually-hidden">, {messages.account.title}</span>
      </Link>
      <Button variant="default" size="xs" onClick={() => signOut.mutate()}>
        {messages.person.signOut}
      </Button>
    </>
  );
}
