import type { QueryResult } from '../../api/workspace/contract.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import { durationText } from '../ui/time.ts';
import styles from './Database.module.css';

const words = messages.console;

/** What SQL gave: rows, how many it changed, or what the database says is wrong. */
export function QueryTable({ result }: { result: QueryResult }) {
  const { columns, rows, rowCount, truncated, error, ms } = result;
  if (error !== null)
    return (
      <pre className={styles.error} role="alert">
        {plainText(error)}
      </pre>
    );
  return (
    <>
      <p className={styles.summary}>
        {columns.length === 0 ? words.changed(rowCount ?? 0) : words.found(rows.length, rowCount)} ·{' '}
        {durationText(ms)}
        {truncated && ` · ${words.rowsCut}`}
      </p>
      {columns.length > 0 && (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={words.result}>
          <table>
            <thead>
              <tr>
                {columns.map((name, at) => (
                  // oxlint-disable-next-line react/no-array-index-key -- columns may share a name
                  <th key={at} scope="col">
                    {plainText(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- rows have no other name
                <tr key={at}>
                  {row.map((cell, column) => (
                    // oxlint-disable-next-line react/no-array-index-key -- as above
                    <td key={column}>{cell === null ? <i>null</i> : plainText(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
