import { useQuery } from '@tanstack/react-query';
import type { Decision, Judgement, Override } from '../../api/decision/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { momentText } from '../ui/time.ts';
import styles from './Decision.module.css';
import { DecisionForm } from './DecisionForm.tsx';
import { OverrideForm } from './OverrideForm.tsx';

const words = messages.decision;

/** What people decided and where they see a value otherwise, with their reasons. @param dimensions that were measured */
export function DecisionSheet(props: { submissionId: string; dimensions: readonly string[] }) {
  const { submissionId, dimensions } = props;
  const judgement = useQuery(
    query('GET /api/submissions/:submissionId/judgement', { params: { submissionId } }),
  );
  const actions = judgement.data?.actions ?? [];
  return (
    <Sheet title={words.title} id="decision">
      {judgement.isPending && <Loading />}
      {judgement.isError && <Notice tone="warn">{judgement.error.message}</Notice>}
      {judgement.data && <Decided decisions={judgement.data.decisions} />}
      {actions.includes('decide') && (
        <Decide submissionId={submissionId} again={judgement.data!.decisions.length > 0} />
      )}
      {judgement.data && <Overrides judgement={judgement.data} />}
      {actions.includes('override') && <OverrideForm submissionId={submissionId} dimensions={dimensions} />}
    </Sheet>
  );
}

function Decided({ decisions: [latest, ...earlier] }: { decisions: readonly Decision[] }) {
  if (!latest) return <p>{words.none}</p>;
  return (
    <>
      <p className={styles.verdict} data-testid="verdict">
        {words.verdicts[latest.verdict]}
      </p>
      <Reason given={latest} />
      {earlier.length > 0 && (
        <details className={styles.fold}>
          <summary>{words.earlier}</summary>
          <ul className={styles.history}>
            {earlier.map((one) => (
              <li key={one.at}>
                {words.verdicts[one.verdict]}
                <Reason given={one} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** @param again whether there is a decision already, which another would stand above */
function Decide({ submissionId, again }: { submissionId: string; again: boolean }) {
  const form = <DecisionForm submissionId={submissionId} />;
  if (!again) return form;
  return (
    <details className={styles.fold}>
      <summary>{words.again}</summary>
      {form}
    </details>
  );
}

function Reason({ given }: { given: Pick<Decision, 'reason' | 'by' | 'at'> }) {
  return (
    <>
      <p className={styles.reason}>{given.reason}</p>
      <p className={styles.soft}>{words.by(given.by, momentText(given.at))}</p>
    </>
  );
}

function Overrides({ judgement: { overrides } }: { judgement: Judgement }) {
  if (overrides.length === 0) return null;
  return (
    <>
      <h3 id="overrides" className={styles.h3}>
        {messages.override.title}
      </h3>
      <ul className={styles.history}>
        {overrides.map((one) => (
          <li key={one.at}>
            {lineOf(one)}
            <Reason given={one} />
          </li>
        ))}
      </ul>
    </>
  );
}

function lineOf({ what, measured, band }: Override): string {
  const name = what === 'overall' ? messages.override.overall : what;
  return messages.override.line(name, messages.bands[measured], messages.bands[band]);
}
