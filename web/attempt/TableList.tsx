import { UnstyledButton } from '@mantine/core';
import type { DatabaseTable } from '../../api/console/contract.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import styles from './Database.module.css';

const words = messages.console;

/** Each table with its size and, opened, its columns; its name puts a statement into the box. */
export function TableList(props: { tables: readonly DatabaseTable[]; onPick: (name: string) => void }) {
  return (
    <ul className={styles.list}>
      {props.tables.map(({ name, rows, exact, columns }) => (
        <li key={name}>
          <details>
            <summary>
              <code>{plainText(name)}</code> {exact ? words.rows(rows) : words.aboutRows(rows)}
            </summary>
            <UnstyledButton className={styles.pick} onClick={() => props.onPick(name)}>
              {words.selectFrom}
            </UnstyledButton>
            <ul className={styles.columns}>
              {columns.map((column) => (
                <li key={column.name}>
                  <code>{plainText(column.name)}</code> {plainText(column.type)}
                  {column.key && ` · ${words.primaryKey}`}
                  {!column.required && ` · ${words.nullable}`}
                </li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}
