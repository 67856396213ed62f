import type { Attempt } from '../../api/attempt/contract.ts';
import { messages } from '../messages.ts';
import styles from './Keeping.module.css';

const words = messages.keeping;

/** Tells a candidate who has handed in how long everything is kept, and gives it to them. */
export function Keeping({ attempt }: { attempt: Attempt }) {
  const { organisation, retention } = attempt.terms;
  return (
    <section className={styles.keeping}>
      <h2>{words.title}</h2>
      {words.lines(organisation, retention).map((line) => (
        <p key={line}>{line}</p>
      ))}
      <a href={`/api/attempts/${encodeURIComponent(attempt.id)}/data`} download>
        {words.take}
      </a>
    </section>
  );
}
