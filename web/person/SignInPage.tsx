import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Redirect, useSearchParams } from 'wouter';
import type { Me } from '../../api/person/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { homeOf } from './home.ts';

/** Trades the token of a sign-in link for a session. */
export function SignInPage({ token }: { token: string }) {
  const { person } = messages;
  return (
    <Trade
      what={token}
      begin={() => call('POST /api/session', { body: { token } })}
      failed={() => ({ title: person.badLink, text: person.badLinkText })}
    />
  );
}

/** Brings back what the provider of company accounts says. */
export function ProviderPage() {
  const [search] = useSearchParams();
  const [code, state] = [search.get('code'), search.get('state')];
  const { failed, givenUp } = messages.enter;
  if (!code || !state) return <Failed title={failed} text={givenUp} />;
  return (
    <Trade
      what={code}
      begin={() => call('POST /api/session/provider/answer', { body: { code, state } })}
      failed={(error) => ({ title: failed, text: error.message })}
    />
  );
}

/** @param props.what is traded, which works once */
function Trade(props: {
  what: string;
  begin: () => Promise<Me>;
  failed: (error: Error) => { title: string; text: string };
}) {
  const queries = useQueryClient();
  // A query, not an effect: what is traded works once, and a query never runs twice for the same key.
  const signIn = useQuery({
    queryKey: ['sign-in', props.what],
    queryFn: async () => {
      const me = await props.begin();
      queries.setQueryData(query('GET /api/session').queryKey, me);
      return me;
    },
    retry: false,
    staleTime: Infinity,
  });
  if (signIn.isSuccess) return <Redirect to={homeOf(signIn.data)} replace />;
  if (signIn.isError) return <Failed {...props.failed(signIn.error)} />;
  return <Loading text={messages.person.signingIn} />;
}

function Failed({ title, text }: { title: string; text: string }) {
  return (
    <MessagePage title={title} text={text}>
      <Button component={Link} href={paths.enter()}>
        {messages.person.signIn}
      </Button>
    </MessagePage>
  );
}
