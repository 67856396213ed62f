import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { Page } from '../ui/Page.tsx';

/** The frame of the pages for people who hire: who is signed in, and the way out. */
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
      <Link href={paths.invites()}>{messages.invites.title}</Link>
      {me.data.roles.includes('admin') && (
        <Link href={paths.integrations()}>{messages.integrations.title}</Link>
      )}
      <span>
        {me.data.name} · {me.data.organisation}
      </span>
      <Button variant="default" size="xs" onClick={() => signOut.mutate()}>
        {messages.person.signOut}
      </Button>
    </>
  );
}
