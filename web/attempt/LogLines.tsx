import { Fragment } from 'react';
import { plainText } from '../ui/plain-text.ts';
import type { LogLine } from './log-lines.ts';
import styles from './Log.module.css';

/** Lines of a log as text, with what is searched for marked. */
export function LogLines({ lines, search }: { lines: readonly LogLine[]; search: string }) {
  return (
    <pre className={styles.lines}>
      {lines.map(({ text, level }, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines repeat, and have no other name
        <div key={at} data-level={level}>
          <Marked text={plainText(text)} search={search} />
        </div>
      ))}
    </pre>
  );
}

function Marked({ text, search }: { text: string; search: string }) {
  const at = search === '' ? -1 : text.toLowerCase().indexOf(search.toLowerCase());
  if (at < 0) return text || '\u200b';
  const end = at + search.length;
  return (
    <Fragment>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </Fragment>
  );
}
