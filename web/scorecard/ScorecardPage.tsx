import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import type { Scorecard } from '../../api/scorecard/contract.ts';
import { ApiError, query } from '../api.ts';
import { DecisionSheet } from '../decision/DecisionSheet.tsx';
import { WithOverrides } from '../decision/Overrides.tsx';
import { FollowUpButton } from '../followup/FollowUpButton.tsx';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { ReviewSheet } from '../review/ReviewSheet.tsx';
import { ShareButton } from '../share/ShareButton.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { momentText } from '../ui/time.ts';
import { Changes } from './Changes.tsx';
import { Environment } from './Environment.tsx';
import { FailedCard } from './FailedCard.tsx';
import { Graded } from './Graded.tsx';
import { NotMeasured } from './NotMeasured.tsx';
import { Raw } from './Raw.tsx';
import styles from './Scorecard.module.css';
import { Timeline } from './Timeline.tsx';

const words = messages.scorecard;

/** The result of a grading: the answer first, then what it rests on. */
export function ScorecardPage({ submissionId }: { submissionId: string }) {
  const scorecard = useQuery({
    ...query('GET /api/submissions/:submissionId/scorecard', { params: { submissionId } }),
    staleTime: 60_000,
  });
  if (scorecard.isPending) return <Loading />;
  if (scorecard.isError) {
    const { error } = scorecard;
    const early = error instanceof ApiError && error.code === 'not-graded';
    return early ? (
      <Redirect to={paths.grading(submissionId)} replace />
    ) : (
      <LoadFailed error={error} retry={scorecard.refetch} />
    );
  }
  const { report, candidateName, challenge } = scorecard.data;
  return (
    <ManagerPage title={words.title(candidateName, challenge.title)}>
      <Head scorecard={scorecard.data} />
      {report.environment.plan !== 'full' && <Notice tone="warn">{words.shortPlan}</Notice>}
      {report.outcome === 'graded' ? (
        <WithOverrides submissionId={submissionId}>
          <Graded scorecard={scorecard.data} report={report}>
            <People submissionId={submissionId} dimensions={report.dimensions.map(({ name }) => name)} />
          </Graded>
        </WithOverrides>
      ) : (
        <>
          <FailedCard scorecard={scorecard.data} report={report} />
          <People submissionId={submissionId} dimensions={[]} />
        </>
      )}
      <Changes submissionId={submissionId} />
      <Timeline submissionId={submissionId} />
      <Environment report={report} />
      <Raw submissionId={submissionId} />
      <NotMeasured
        lines={scorecard.data.notMeasured}
        snapshot={report.snapshot}
        address={location.origin + location.pathname}
      />
    </ManagerPage>
  );
}

function Head({ scorecard }: { scorecard: Scorecard }) {
  const { report } = scorecard;
  return (
    <div className={styles.head}>
      <div>
        <h1>{words.title(scorecard.candidateName, scorecard.challenge.title)}</h1>
        <p>
          {words.handedIn(momentText(scorecard.submittedAt))}
          {report.outcome === 'graded' && ` · ${words.beside(report.environment.reference)}`}
        </p>
      </div>
      <div className={styles.acts}>
        <FollowUpButton submissionId={scorecard.submissionId} />
        <ShareButton submissionId={scorecard.submissionId} />
        <Button variant="default" onClick={() => window.print()}>
          {words.print}
        </Button>
      </div>
    </div>
  );
}

/** What people say, beside what was measured. */
function People({ submissionId, dimensions }: { submissionId: string; dimensions: readonly string[] }) {
  return (
    <>
      <ReviewSheet submissionId={submissionId} />
      <DecisionSheet submissionId={submissionId} dimensions={dimensions} />
    </>
  );
}
