import { useQuery } from '@tanstack/react-query';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { RecordLog } from './RecordLog.tsx';
import styles from './RecordPage.module.css';
import { RetentionForm } from './RetentionForm.tsx';

const words = messages.record;

/** What admins answer for: how long things are kept, and who did what. */
export function RecordPage() {
  const retention = useQuery(query('GET /api/retention'));
  if (retention.isError) return <LoadFailed error={retention.error} retry={retention.refetch} />;
  return (
    <ManagerPage title={words.title}>
      <h1 className={styles.title}>{words.title}</h1>
      {retention.data ? <RetentionForm retention={retention.data} /> : <Loading />}
      <RecordLog />
    </ManagerPage>
  );
}
