import { useQuery } from '@tanstack/react-query';
import type { SharedScorecard } from '../../api/share/contract.ts';
import { ApiError, call } from '../api.ts';
import { messages } from '../messages.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ChangedFiles } from '../scorecard/ChangedFiles.tsx';
import { FailedCard } from '../scorecard/FailedCard.tsx';
import { Graded } from '../scorecard/Graded.tsx';
import { NotMeasured } from '../scorecard/NotMeasured.tsx';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { momentText } from '../ui/time.ts';
import styles from './Share.module.css';

const words = messages.shared;
const scorecardWords = messages.scorecard;

/** A scorecard for whoever has a link to it: it can be read, and nothing else. */
export function SharedPage({ token }: { token: string }) {
  const shared = useQuery({
    queryKey: ['shared', token],
    queryFn: () => call('POST /api/shares/open', { body: { token } }),
    // Each look is counted, so only a look of a person is one.
    staleTime: Infinity,
  });
  if (shared.isPending) return <Loading />;
  if (shared.isError) {
    const { error } = shared;
    return error instanceof ApiError && error.status === 404 ? (
      <MessagePage title={words.wrong} text={words.wrongText} />
    ) : (
      <LoadFailed error={error} retry={shared.refetch} />
    );
  }
  return <Shown scorecard={shared.data} />;
}

function Shown({ scorecard }: { scorecard: SharedScorecard }) {
  const { report, candidateName, challenge, files } = scorecard;
  const title = scorecardWords.title(candidateName ?? words.somebody, challenge.title);
  return (
    <Page title={title} aside={words.until(momentText(scorecard.expiresAt))}>
      <div className={styles.head}>
        <h1>{title}</h1>
        <p>
          {scorecardWords.handedIn(momentText(scorecard.submittedAt))}
          {report.outcome === 'graded' && ` · ${scorecardWords.beside(report.environment.reference)}`}
        </p>
      </div>
      {report.environment.plan !== 'full' && <Notice tone="warn">{scorecardWords.shortPlan}</Notice>}
      {report.outcome === 'graded' ? (
        <Graded scorecard={scorecard} report={report} shared />
      ) : (
        <FailedCard scorecard={scorecard} report={report} />
      )}
      <Sheet title={scorecardWords.changes} id="changes">
        {files === null && <p>{words.noCode}</p>}
        {files?.length === 0 && <p>{scorecardWords.noChanges}</p>}
        {files && <ChangedFiles files={files} />}
      </Sheet>
      <NotMeasured lines={scorecard.notMeasured} snapshot={report.snapshot} />
    </Page>
  );
}
