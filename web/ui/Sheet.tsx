import { type ReactNode, useId } from 'react';
import styles from './Sheet.module.css';

/** A titled block of a page. */
export function Sheet(props: { title: string; aside?: ReactNode; id?: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section className={styles.sheet} aria-labelledby={titleId} id={props.id}>
      <div className={styles.head}>
        <h2 id={titleId}>{props.title}</h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}
