import { useQuery } from '@tanstack/react-query';
import type { Attempt } from '../../api/attempt/contract.ts';
import { query } from '../api.ts';
import { FollowUpCall } from '../followup/FollowUpCall.tsx';
import { messages } from '../messages.ts';
import { Keeping } from '../record/Keeping.tsx';
import { CopyButton } from '../ui/CopyLine.tsx';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import parts from '../ui/Parts.module.css';
import { momentText } from '../ui/time.ts';
import { Disclosure } from './Disclosure.tsx';
import { OwnResult } from './OwnResult.tsx';
import styles from './ReceiptPage.module.css';

const words = messages.receipt;

/** What a candidate holds after handing in. */
export function ReceiptPage({ attempt }: { attempt: Attempt }) {
  const attemptId = attempt.id;
  const receipt = useQuery(query('GET /api/attempts/:attemptId/submission', { params: { attemptId } }));
  if (receipt.isPending) return <Loading />;
  if (receipt.isError) return <MessagePage title={messages.error.failed} text={receipt.error.message} />;
  return (
    <MessagePage title={words.title} text={words.text}>
      <FollowUpCall attempt={attempt} />
      <p>
        {words.at} <time dateTime={receipt.data.submittedAt}>{momentText(receipt.data.submittedAt)}</time>
      </p>
      <h2>{words.snapshot}</h2>
      <p>{words.snapshotText}</p>
      <p className={styles.hash}>
        <code>{receipt.data.snapshot}</code>
      </p>
      <div className={parts.row}>
        <CopyButton value={receipt.data.snapshot} />
        <a href={`/api/attempts/${encodeURIComponent(attemptId)}/code`} download>
          {messages.own.download}
        </a>
      </div>
      {attempt.terms.aiRule === 'disclosed' && <Disclosure attempt={attempt} />}
      {attempt.terms.sharesResult && <OwnResult attemptId={attemptId} />}
      <Keeping attempt={attempt} />
    </MessagePage>
  );
}
