import type { Finding } from '../../api/scorecard/contract.ts';
import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Findings.module.css';

const words = messages.scorecard;

/** What speaks for the work and what against it, each with the evidence for it. */
export function Findings({ strengths, risks }: { strengths: Finding[]; risks: Finding[] }) {
  return (
    <div className={styles.two}>
      <Sheet title={words.strengths} id="strengths">
        <List kind="strength" findings={strengths} none={words.noStrength} />
      </Sheet>
      <Sheet title={words.risks} id="risks">
        <List kind="risk" findings={risks} none={words.noRisk} />
      </Sheet>
    </div>
  );
}

const signs = { strength: '✓', risk: '▲' };

function List({ kind, findings, none }: { kind: keyof typeof signs; findings: Finding[]; none: string }) {
  if (findings.length === 0) return <p>{none}</p>;
  return (
    <ul className={styles.findings} data-kind={kind}>
      {findings.map(({ text, anchor, label }) => (
        <li key={text}>
          <span aria-hidden="true">{signs[kind]}</span>
          <div>
            {text} <a href={anchor}>{label}</a>
          </div>
        </li>
      ))}
    </ul>
  );
}
