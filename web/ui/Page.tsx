import type { ReactNode } from 'react';
import { messages } from '../messages.ts';
import { Mark } from './Mark.tsx';
import styles from './Page.module.css';

/** The frame of every page but the workspace: a bar with the product's name, then one column. */
export function Page(props: { title: string; aside?: ReactNode; narrow?: boolean; children: ReactNode }) {
  return (
    <>
      <title>{messages.pageTitle(props.title)}</title>
      <a className={styles.skip} href="#content">
        {messages.skip}
      </a>
      <header className={styles.bar}>
        <div className={styles.inner}>
          <span className={styles.name}>
            <Mark /> {messages.product}
          </span>
          <div className={styles.aside}>{props.aside}</div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className={styles.main} data-narrow={props.narrow || undefined}>
        {props.children}
      </main>
    </>
  );
}
