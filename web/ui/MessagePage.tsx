import type { ReactNode } from 'react';
import styles from './MessagePage.module.css';
import { Page } from './Page.tsx';
import { useArrival } from './use-arrival.ts';

/** A page that says one thing: a wrong link, a lost session, something to wait for. */
export function MessagePage(props: { title: string; text: string; children?: ReactNode }) {
  const heading = useArrival<HTMLHeadingElement>();
  return (
    <Page narrow title={props.title}>
      <div className={styles.box}>
        <h1 ref={heading} tabIndex={-1}>
          {props.title}
        </h1>
        <p>{props.text}</p>
        {props.children}
      </div>
    </Page>
  );
}
