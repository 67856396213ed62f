import { messages } from '../messages.ts';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { RecordLog } from './RecordLog.tsx';
import styles from './RecordPage.module.css';
import { RetentionForm } from './RetentionForm.tsx';

const words = messages.record;

/** What admins answer for: how long things are kept, and who did what. */
export function RecordPage() {
  return (
    <ManagerPage title={words.title}>
      <h1 className={styles.title}>{words.title}</h1>
      <RetentionForm />
      <RecordLog />
    </ManagerPage>
  );
}
