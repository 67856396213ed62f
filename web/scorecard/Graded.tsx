import type { ReactNode } from 'react';
import type { GradedReport } from '../../api/grading/report.ts';
import type { ScorecardWords } from '../../api/scorecard/contract.ts';
import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { useAnchor } from '../ui/use-anchor.ts';
import { Checks } from './Checks.tsx';
import { Dimensions } from './Dimensions.tsx';
import { Drills } from './Drills.tsx';
import { EvidenceLinks } from './EvidenceLinks.tsx';
import { Findings } from './Findings.tsx';
import { Invariants } from './Invariants.tsx';
import { LoadChart } from './LoadChart.tsx';
import { LoadTable } from './LoadTable.tsx';
import { Questions } from './Questions.tsx';
import { Ratios } from './Ratios.tsx';
import { Counted, OwnTests } from './Told.tsx';
import { Verdict } from './Verdict.tsx';

const words = messages.scorecard;

/**
 * What a grading came to, and what that rests on.
 * @param props.shared whether the page is for somebody outside, without the raw data
 * @param props.children what people say, beside what was measured
 */
export function Graded(props: {
  scorecard: ScorecardWords;
  report: GradedReport;
  shared?: boolean;
  children?: ReactNode;
}) {
  const { scorecard, report, shared = false } = props;
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
      {props.children}
      <EvidenceLinks report={report} shared={shared} />
      <Checks checks={report.checks} categories={categories} />
      <Ratios report={report} />
      {invariants.length > 0 && <Invariants invariants={invariants} drills={drills} />}
      {drills.length > 0 && <Drills drills={drills} />}
      <Counted facts={report.facts} />
      <OwnTests report={report} />
    </>
  );
}
