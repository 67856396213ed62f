import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Raw.module.css';

const words = messages.scorecard;

/** Everything on this page as data, and the files it is about. */
export function Raw({ submissionId }: { submissionId: string }) {
  const submission = `/api/submissions/${encodeURIComponent(submissionId)}`;
  return (
    <Sheet title={words.raw} id="raw">
      <p>{words.rawText}</p>
      <div className={styles.both}>
        <a href={`${submission}/scorecard`} download={`scorecard-${submissionId}.json`}>
          {words.rawLink}
        </a>
        <a href={`${submission}/files`} download>
          {words.rawFiles}
        </a>
      </div>
    </Sheet>
  );
}
