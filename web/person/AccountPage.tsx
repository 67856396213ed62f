import { useQuery } from '@tanstack/react-query';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import styles from './AccountPage.module.css';
import { LoadFailed } from './LoadFailed.tsx';
import { ManagerPage } from './ManagerPage.tsx';
import { Password } from './Password.tsx';
import { Sessions } from './Sessions.tsx';

const words = messages.account;

/** How the person signs in, and where they are signed in. */
export function AccountPage() {
  const account = useQuery(query('GET /api/account'));
  const me = useQuery(query('GET /api/session'));
  if (account.isPending || me.isPending) return <Loading />;
  if (account.isError) return <LoadFailed error={account.error} retry={account.refetch} />;
  if (me.isError) return <LoadFailed error={me.error} retry={me.refetch} />;
  return (
    <ManagerPage title={words.title}>
      <div className={styles.page}>
        <h1>{account.data.name}</h1>
        <p className={styles.who}>{words.who(account.data.email, me.data.organisation)}</p>
        <Password account={account.data} />
        <Sessions />
      </div>
    </ManagerPage>
  );
}
