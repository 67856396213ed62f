import { messages } from '../messages.ts';
import styles from './Band.module.css';

const order = ['below', 'meets', 'solid', 'strong'] as const;
export type BandName = (typeof order)[number];

const shapes: Record<BandName, string> = { below: '▼', meets: '◆', solid: '●', strong: '★' };

/** A band as word, shape and colour. */
export function Band({ band }: { band: BandName }) {
  return (
    <span className={styles.band} data-band={band}>
      <span aria-hidden="true">{shapes[band]}</span> {messages.bands[band]}
    </span>
  );
}

/** The four bands in a row, with the one reached marked. */
export function BandScale({ band, label }: { band: BandName; label: string }) {
  return (
    <ol className={styles.scale} aria-label={label}>
      {order.map((step) => (
        <li key={step} data-band={step} aria-current={step === band ? 'true' : undefined}>
          {step === band && <span aria-hidden="true">{shapes[step]} </span>}
          {messages.bands[step]}
        </li>
      ))}
    </ol>
  );
}
