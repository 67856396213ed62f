// Whether each reference landed where its author declares, and for the declared reason, in every grading.
import type { Challenge } from '../../challenge/challenge.ts';
import type { GradedReport, Report } from '../report.ts';
import { covers, failuresOf } from './failures.ts';
import { at, failed, type Finding, warning } from './finding.ts';

/** One grading of one reference. */
export interface Grading {
  reference: string;
  report: Report;
}

export interface GradedGrading extends Grading {
  report: GradedReport;
}

export const isGraded = (grading: Grading): grading is GradedGrading => grading.report.outcome === 'graded';

export function landedFindings(challenge: Challenge, gradings: readonly Grading[]): Finding[] {
  const byReference = [...Map.groupBy(gradings, ({ reference }) => reference)];
  return byReference.flatMap(([name, own]) => [
    ...ungraded(name, own),
    ...strayBands(name, challenge, own.filter(isGraded)),
    ...missedReasons(name, challenge, own.filter(isGraded)),
    ...undeclared(name, challenge, own.filter(isGraded)),
  ]);
}

function ungraded(name: string, gradings: readonly Grading[]): Finding[] {
  return gradings.flatMap(({ report }) => {
    if (report.outcome === 'graded') return [];
    const { stage, reason } = report.failure;
    const whose = report.outcome === 'candidate_failure' ? 'It' : 'The grading, not the reference,';
    return [failed('graded', at(name), `${whose} failed at ${stage} (${seeds([report])}): ${reason}`)];
  });
}

function strayBands(name: string, { references }: Challenge, gradings: readonly GradedGrading[]): Finding[] {
  const bands = references[name]?.bands ?? [];
  return gradings
    .filter(({ report }) => !bands.includes(report.band))
    .map(({ report }) => {
      const { band, score, capped } = report;
      const cap = capped ? `, held back: ${capped}` : '';
      const landed = `landed in ${band} with ${score.value.toFixed(1)} points${cap}`;
      return failed('band', at(name), `Declared ${bands.join(', ')}, ${landed} (${seeds([report])})`);
    });
}

function missedReasons(name: string, challenge: Challenge, gradings: readonly GradedGrading[]): Finding[] {
  return (challenge.references[name]?.fails ?? []).flatMap((reason) => {
    const without = gradings
      .map(({ report }) => report)
      .filter((report) => ![...failuresOf(report, challenge)].some((each) => covers(reason, each)));
    if (without.length === 0) return [];
    return [failed('reason', at(name), `It should fail ${reason}, and did not (${seeds(without)})`)];
  });
}

/** A check or a rule is a fact. What is measured may be low for a moment: that is for the author to judge. */
function undeclared(name: string, challenge: Challenge, gradings: readonly GradedGrading[]): Finding[] {
  const { fails = [], perhaps = [] } = challenge.references[name] ?? {};
  const expected = [...fails, ...perhaps];
  const found = gradings.flatMap(({ report }) =>
    [...failuresOf(report, challenge)].map((failure) => ({ failure, report })),
  );
  const strange = found.filter(({ failure }) => !expected.some((reason) => covers(reason, failure)));
  return [...Map.groupBy(strange, ({ failure }) => failure)].map(([failure, all]) => {
    const reports = all.map(({ report }) => report);
    const say = /^(checks|rules)\//.test(failure) ? failed : warning;
    const details = detailsOf(failure, reports);
    return say('undeclared', at(name), `It failed ${failure} (${seeds(reports)})${details}`);
  });
}

/** The checks of a category that failed, and what the first of them said. */
function detailsOf(failure: string, reports: readonly GradedReport[]): string {
  const checks = reports
    .flatMap((report) => report.checks)
    .filter(({ passed, category }) => !passed && `checks/${category}` === failure);
  const names = [...new Set(checks.map((check) => check.name))];
  const [first] = checks;
  return first ? `: ${names.join('; ')} (${first.message.split('\n')[0]})` : '';
}

function seeds(reports: readonly Report[]): string {
  const all = reports.map(({ seed }) => seed).join(', ');
  return reports.length === 1 ? `seed ${all}` : `seeds ${all}`;
}
