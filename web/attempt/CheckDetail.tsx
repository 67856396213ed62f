import type { CheckResult } from '../../api/workspace/contract.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import styles from './Results.module.css';

const words = messages.console;

/** Why a check failed: what it expected, what came, and the lines of the check that say so. */
export function CheckDetail({ check }: { check: CheckResult }) {
  const { message, expected, got, source } = check;
  return (
    <>
      {message && <pre>{plainText(message)}</pre>}
      {expected !== null && got !== null && (
        <dl className={styles.compare}>
          <Side name="expected" title={words.expected} value={expected} />
          <Side name="got" title={words.got} value={got} />
        </dl>
      )}
      {source && <Source source={source} />}
    </>
  );
}

function Side({ name, title, value }: { name: string; title: string; value: string }) {
  return (
    <div data-side={name}>
      <dt>{title}</dt>
      <dd>
        <pre tabIndex={0} aria-label={title}>
          {plainText(value)}
        </pre>
      </dd>
    </div>
  );
}

function Source({ source }: { source: NonNullable<CheckResult['source']> }) {
  const { file, line, from, lines } = source;
  return (
    <details className={styles.source}>
      <summary>{words.checkAt(file, line)}</summary>
      <div className={styles.code} tabIndex={0} role="group" aria-label={file}>
        <code>
          {lines.map((text, at) => (
            <div key={from + at} {...(from + at === line && { 'aria-current': 'true' as const })}>
              <span>{from + at}</span>
              {text}
            </div>
          ))}
        </code>
      </div>
    </details>
  );
}
