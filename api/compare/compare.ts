// Which gradings may stand side by side, and what clearly differs between them. Nobody is ranked.
import { dimensionNames } from '../grading/dimensions.ts';
import type { GradedReport, Report } from '../grading/report.ts';
import { Problem } from '../http/problem.ts';
import { confidenceOf } from '../scorecard/confidence.ts';
import { bandMarks } from '../scorecard/marks.ts';
import { mustFixCount } from '../scorecard/sentence.ts';
import type { Candidate, Comparison, Measure, MeasureName, Reason } from './contract.ts';

const mostAtOnce = 8;

export interface ComparedRow {
  submissionId: string;
  candidateName: string;
  submittedAt: Date;
  slug: string;
  title: string;
  /** Null until a grading counts. */
  report: Report | null;
}

type GradedRow = ComparedRow & { report: GradedReport };

/** @param text ids with commas between them @returns each once. @throws Problem 400 too-many */
export function pickedIn(text: string): string[] {
  const ids = [...new Set(text.split(',').filter((id) => id !== ''))];
  if (ids.length > mostAtOnce)
    throw new Problem(400, 'too-many', `At most ${mostAtOnce} can be compared at once`);
  return ids;
}

/**
 * Sets those side by side that were measured alike: the largest group of them, of several as large the one picked first.
 * The others are told apart with every reason.
 * @param ids as they were picked
 * @param rows what was found of them
 */
export function compare(ids: readonly string[], rows: readonly ComparedRow[]): Comparison {
  const found = ids.flatMap((id) => rows.find(({ submissionId }) => submissionId === id) ?? []);
  const alike = largestGroup(found.filter(isGraded)).toSorted(byName);
  const [first] = alike;
  const compared = new Set(alike.map(({ submissionId }) => submissionId));
  const known = new Set(found.map(({ submissionId }) => submissionId));
  return {
    basis: first ? basisOf(first) : null,
    candidates: alike.map(candidateOf),
    measures: first ? measuresOf(alike) : [],
    bandMarks,
    leftOut: [
      ...found
        .filter(({ submissionId }) => !compared.has(submissionId))
        .map((row) => ({
          submissionId: row.submissionId,
          candidateName: row.candidateName,
          reasons: reasonsOf(row, first),
        })),
      ...ids
        .filter((id) => !known.has(id))
        .map((submissionId) => ({ submissionId, candidateName: null, reasons: [plain('unknown')] })),
    ],
  };
}

const isGraded = (row: ComparedRow): row is GradedRow => row.report?.outcome === 'graded';

const byName = (a: ComparedRow, b: ComparedRow) =>
  a.candidateName.localeCompare(b.candidateName, 'en') || a.submittedAt.getTime() - b.submittedAt.getTime();

type Sameness = readonly [what: Reason['what'], of: (row: GradedRow) => string];

/** What makes a number mean the same, the widest first: where one differs, those after it say nothing more. */
const sameWork: readonly Sameness[] = [
  ['challenge', ({ title }) => title],
  ['version', ({ report }) => report.environment.challengeDigest],
  ['checks', ({ report }) => report.environment.suiteDigest],
  [
    'scoring',
    ({ report: { environment } }) => environment.rescored?.challengeDigest ?? environment.challengeDigest,
  ],
];
const sameMeasuring: readonly Sameness[] = [
  ['language', ({ report }) => report.environment.runtime],
  ['machine', machineOf],
  ['plan', ({ report }) => report.environment.plan],
];
/** Fingerprints say nothing to people. */
const unspoken = new Set<Reason['what']>(['version', 'checks', 'scoring']);

function machineOf({ report: { environment } }: GradedRow): string {
  const { cpuModel, cores } = environment.host;
  return `${cpuModel} (${cores} ${cores === 1 ? 'core' : 'cores'})`;
}

function largestGroup(rows: readonly GradedRow[]): GradedRow[] {
  const key = (row: GradedRow) => JSON.stringify([...sameWork, ...sameMeasuring].map(([, of]) => of(row)));
  const groups = [...Map.groupBy(rows, key).values()];
  const most = Math.max(...groups.map(({ length }) => length));
  return groups.find(({ length }) => length === most) ?? [];
}

const plain = (what: Reason['what']): Reason => ({ what, own: '', others: '' });

function reasonsOf(row: ComparedRow, first: GradedRow | undefined): Reason[] {
  if (!row.report) return [plain('not-graded')];
  if (!isGraded(row) || !first)
    return [plain(row.report.outcome === 'candidate_failure' ? 'did-not-run' : 'not-measured')];
  const differs = ([, of]: Sameness) => of(row) !== of(first);
  const found = [...sameWork.filter(differs).slice(0, 1), ...sameMeasuring.filter(differs)];
  return found.map(([what, of]) =>
    unspoken.has(what) ? plain(what) : { what, own: of(row), others: of(first) },
  );
}

function basisOf(row: GradedRow): Comparison['basis'] {
  const { slug, title, report } = row;
  const { runtime: language } = report.environment;
  return { challenge: { slug, title }, language, machine: machineOf(row), goal: report.goal };
}

function candidateOf({ submissionId, candidateName, submittedAt, report }: GradedRow): Candidate {
  return {
    submissionId,
    candidateName,
    submittedAt: submittedAt.toISOString(),
    band: report.band,
    confidence: confidenceOf(report).level,
    mustFix: mustFixCount(report),
  };
}

function measuresOf(rows: readonly GradedRow[]): Measure[] {
  const names: MeasureName[] = ['Score', ...dimensionNames, 'Traffic'];
  return names
    .map((name) => {
      const values = rows.flatMap(({ submissionId, report }) => {
        const measured = valueOf(name, report);
        return measured ? [{ submissionId, ...measured }] : [];
      });
      const open = withoutEnd(values);
      return { name, values: open, clear: clearIn(open) };
    })
    .filter(({ values }) => values.length > 0);
}

type Value = Measure['values'][number];

/** Whoever held all that was offered may hold as much as anybody. */
function withoutEnd(values: Value[]): Value[] {
  const most = Math.max(...values.map(({ high }) => high));
  return values.map((value) => (value.atLeast ? { ...value, high: most } : value));
}

function valueOf(
  name: MeasureName,
  { score, knee, dimensions }: GradedReport,
): Omit<Value, 'submissionId'> | undefined {
  if (name === 'Score') return score;
  if (name === 'Traffic') {
    const { rps: value, low, high, atLeast } = knee;
    return { value, low, high, ...(atLeast && { atLeast }) };
  }
  const dimension = dimensions.find((each) => each.name === name);
  return dimension && { value: dimension.value, low: dimension.low, high: dimension.high };
}

/** Two numbers differ clearly when no value lies in the ranges of both, ends included. */
export function clearIn(values: Measure['values']): Measure['clear'] {
  return values
    .map((one) => ({
      above: one.submissionId,
      below: values.filter(({ high }) => high < one.low).map(({ submissionId }) => submissionId),
    }))
    .filter(({ below }) => below.length > 0);
}
