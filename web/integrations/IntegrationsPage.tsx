import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import styles from './Integrations.module.css';
import { Tokens } from './Tokens.tsx';
import { Webhooks } from './Webhooks.tsx';

const words = messages.integrations;

/** Where an admin lets other programs in, and has them told what happens. */
export function IntegrationsPage() {
  const tokens = useQuery(query('GET /api/tokens'));
  const webhooks = useQuery({ ...query('GET /api/webhooks'), refetchInterval: 5_000 });
  const failed = tokens.isError ? tokens : webhooks;
  if (failed.error) return <LoadFailed error={failed.error} retry={failed.refetch} />;
  return (
    <ManagerPage title={words.title}>
      <div className={styles.intro}>
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        <Link href={paths.apiDocs()}>{words.api}</Link>
      </div>
      {tokens.data && webhooks.data ? (
        <>
          <Tokens {...tokens.data} />
          <Webhooks webhooks={webhooks.data.webhooks} />
        </>
      ) : (
        <Loading />
      )}
    </ManagerPage>
  );
}
