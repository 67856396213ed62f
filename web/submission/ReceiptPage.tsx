import { useQuery } from '@tanstack/react-query';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { CopyButton } from '../ui/CopyLine.tsx';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { momentText } from '../ui/time.ts';
import styles from './ReceiptPage.module.css';

const words = messages.receipt;

/** What a candidate holds after handing in. */
export function ReceiptPage({ attemptId }: { attemptId: string }) {
  const receipt = useQuery(query('GET /api/attempts/:attemptId/submission', { params: { attemptId } }));
  if (receipt.isPending) return <Loading />;
  if (receipt.isError) return <MessagePage title={messages.error.failed} text={receipt.error.message} />;
  return (
    <MessagePage title={words.title} text={words.text}>
      <p>
        {words.at} <time dateTime={receipt.data.submittedAt}>{momentText(receipt.data.submittedAt)}</time>
      </p>
      <h2>{words.snapshot}</h2>
      <p>{words.snapshotText}</p>
      <p className={styles.hash}>
        <code>{receipt.data.snapshot}</code>
      </p>
      <CopyButton value={receipt.data.snapshot} />
    </MessagePage>
  );
}
