import type { ReactNode } from 'react';
import styles from './MessagePage.module.css';
import { Page } from './Page.tsx';

/** A page that says one thing: a wrong link, a lost session, something to wait for. */
export function MessagePage(props: { title: string; text: string; children?: ReactNode }) {
  return (
    <Page narrow title={props.title}>
      <div className={styles.box}>
        <h1>{props.title}</h1>
        <p>{props.text}</p>
        {props.children}
      </div>
    </Page>
  );
}
