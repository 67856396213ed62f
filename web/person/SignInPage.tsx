import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';

/** Trades the token of a sign-in link for a session. */
export function SignInPage({ token }: { token: string }) {
  const queries = useQueryClient();
  // A query, not an effect: a link works once, and a query never runs twice for the same token.
  const signIn = useQuery({
    queryKey: ['sign-in', token],
    queryFn: async () => {
      const me = await call('POST /api/session', { body: { token } });
      queries.setQueryData(query('GET /api/session').queryKey, me);
      return me;
    },
    retry: false,
    staleTime: Infinity,
  });
  if (signIn.isSuccess) return <Redirect to={paths.invites()} replace />;
  if (signIn.isError) {
    return <MessagePage title={messages.person.badLink} text={messages.person.badLinkText} />;
  }
  return <Loading text={messages.person.signingIn} />;
}
