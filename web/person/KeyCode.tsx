import { encode } from 'uqr';
import { messages } from '../messages.ts';
import styles from './KeyCode.module.css';

/** Modules of empty edge, which readers need to find a code. */
const edge = 4;

/** A key for a camera. It is dark on light in either theme, as not every reader takes the other way round. */
export function KeyCode({ url }: { url: string }) {
  const { data, size } = encode(url, { ecc: 'M', border: edge });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      className={styles.code}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={messages.account.keyCode}
    >
      <path d={squares.join('')} />
    </svg>
  );
}
