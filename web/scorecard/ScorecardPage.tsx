import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import type { GradedReport } from '../../api/grading/report.ts';
import type { Scorecard } from '../../api/scorecard/contract.ts';
import { ApiError, query } from '../api.ts';
import { DecisionSheet } from '../decision/DecisionSheet.tsx';
import { WithOverrides } from '../decision/Overrides.tsx';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { ReviewSheet } from '../review/ReviewSheet.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { momentText } from '../ui/time.ts';
import { useAnchor } from '../ui/use-anchor.ts';
import { Changes } from './Changes.tsx';
import { Checks } from './Checks.tsx';
import { Dimensions } from './Dimensions.tsx';
import { Drills } from './Drills.tsx';
import { Environment } from './Environment.tsx';
import { EvidenceLinks } from './EvidenceLinks.tsx';
import { FailedCard } from './FailedCard.tsx';
import { Findings } from './Findings.tsx';
import { Invariants } from './Invariants.tsx';
import { LoadChart } from './LoadChart.tsx';
import { LoadTable } from './LoadTable.tsx';
import { Questions } from './Questions.tsx';
import { Ratios } from './Ratios.tsx';
import { Raw } from './Raw.tsx';
import styles from './Scorecard.module.css';
import { Timeline } from './Timeline.tsx';
import { Counted, OwnTests } from './Told.tsx';
import { Verdict } from './Verdict.tsx';

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
          <Graded scorecard={scorecard.data} report={report} />
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
      <NotMeasured lines={scorecard.data.notMeasured} snapshot={report.snapshot} />
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
      <Button className={styles.print} variant="default" onClick={() => window.print()}>
        {words.print}
      </Button>
    </div>
  );
}

function Graded({ scorecard, report }: { scorecard: Scorecard; report: GradedReport }) {
  const { invariants = [], drills = [], categories = {} } = report;
  useAnchor();
  return (
    <>
      <Verdict scorecard={scorecard} report={report} />
      <Dimensions scorecard={scorecard} report={report} />
      <Sheet title={words.load} id="load">
        <LoadChart report={report} holds={scorecard.holds} />
        <LoadTable report={report} />
      </Sheet>
      <Findings strengths={scorecard.strengths} risks={scorecard.risks} />
      {scorecard.questions.length > 0 && <Questions questions={scorecard.questions} />}
      <People submissionId={scorecard.submissionId} dimensions={report.dimensions.map(({ name }) => name)} />
      <EvidenceLinks report={report} />
      <Checks checks={report.checks} categories={categories} />
      <Ratios report={report} />
      {invariants.length > 0 && <Invariants invariants={invariants} drills={drills} />}
      {drills.length > 0 && <Drills drills={drills} />}
      <Counted facts={report.facts} />
      <OwnTests report={report} />
    </>
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

function NotMeasured({ lines, snapshot }: { lines: string[]; snapshot: string }) {
  return (
    <Sheet title={words.notMeasured} id="not-measured">
      <ul className={styles.notMeasured}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{words.foot}</p>
      <p className={styles.soft}>
        {words.facts.snapshot}: <code className={styles.hash}>{snapshot}</code>
      </p>
      <p className="print-only">{words.address(location.origin + location.pathname)}</p>
    </Sheet>
  );
}
