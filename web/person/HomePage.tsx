import { useQuery } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import { query } from '../api.ts';
import { InvitesPage } from '../invite/InvitesPage.tsx';
import { paths } from '../paths.ts';
import { Loading } from '../ui/Loading.tsx';
import { homeOf } from './home.ts';

/** Where one lands: at the invites, or at the first page there is for somebody who does not see them. */
export function HomePage() {
  const me = useQuery(query('GET /api/session'));
  if (me.isPending) return <Loading />;
  const home = me.data ? homeOf(me.data) : paths.invites();
  return home === paths.invites() ? <InvitesPage /> : <Redirect to={home} replace />;
}
