import { useQuery } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import { query } from '../api.ts';
import { InvitesPage } from '../invite/InvitesPage.tsx';
import { paths } from '../paths.ts';
import { Loading } from '../ui/Loading.tsx';
import { onlyReviews } from './roles.ts';

/** Where one lands: at the invites, or at what is to be reviewed for those who see nothing else. */
export function HomePage() {
  const me = useQuery(query('GET /api/session'));
  if (me.isPending) return <Loading />;
  if (me.data && onlyReviews(me.data.roles)) return <Redirect to={paths.reviews()} replace />;
  return <InvitesPage />;
}
