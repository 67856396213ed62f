import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import type { Override } from '../../api/decision/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Band, type BandName } from '../ui/Band.tsx';
import styles from './Decision.module.css';

const words = messages.override;
const Context = createContext<readonly Override[]>([]);

/** Lets the notes inside it know where people see a submission otherwise. Without it around, there are no notes. */
export function WithOverrides({ submissionId, children }: { submissionId: string; children: ReactNode }) {
  const judgement = useQuery(
    query('GET /api/submissions/:submissionId/judgement', { params: { submissionId } }),
  );
  return <Context value={judgement.data?.overrides ?? []}>{children}</Context>;
}

/** What a person says beside a measured value, where they see it otherwise; their last word counts. */
export function OverrideNote({ what, measured }: { what: string; measured: BandName }) {
  const override = useContext(Context).find((one) => one.what === what);
  if (!override || override.band === measured) return null;
  return (
    <span className={styles.note} data-testid={`override-${what}`}>
      {words.note(override.by)} <Band band={override.band} /> <a href="#overrides">{words.why}</a>
    </span>
  );
}
