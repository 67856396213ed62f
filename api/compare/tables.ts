// Tables to take along.
import { type DimensionName, dimensionNames } from '../grading/dimensions.ts';
import type { Measured } from '../grading/report.ts';
import type { Comparison, Reason } from './contract.ts';
import type { Cell } from './csv.ts';
import type { ResultRow } from './store.ts';

const rangeHeads = (name: string) => [name, `${name}, low`, `${name}, high`];
const rounded = (value: number) => Math.round(value * 10) / 10;

/** The range of what is known as a least value has no upper end. */
function rangeCells(measured: (Measured & { atLeast?: boolean }) | null | undefined): Cell[] {
  if (!measured) return [null, null, null];
  const { value, low, high, atLeast } = measured;
  return [rounded(value), rounded(low), atLeast ? null : rounded(high)];
}

const reasonTexts: Record<Reason['what'], string> = {
  unknown: 'not found',
  'not-graded': 'not graded yet',
  'did-not-run': 'the service did not run',
  'not-measured': 'could not be measured',
  challenge: 'another challenge',
  version: 'another version of the challenge',
  checks: 'other checks',
  scoring: 'scored by another version of the challenge',
  language: 'another language',
  machine: 'another machine',
  plan: 'another plan of measuring',
};

/** One line each; those that cannot be compared say why and have no numbers. */
export function comparisonTable({ basis, candidates, measures, leftOut }: Comparison): Cell[][] {
  const head = ['Candidate', 'Handed in', 'Not compared, because', 'Challenge', 'Band', 'Confidence'];
  const names = measures.map(({ name }) => (name === 'Traffic' ? 'Requests a second held' : name));
  return [
    [...head, 'Must be fixed', ...names.flatMap(rangeHeads), 'Requests a second asked for'],
    ...candidates.map(({ submissionId, candidateName, submittedAt, band, confidence, mustFix }) => [
      candidateName,
      submittedAt,
      null,
      basis?.challenge.title ?? null,
      band,
      confidence,
      mustFix,
      ...measures.flatMap(({ values }) =>
        rangeCells(values.find((value) => value.submissionId === submissionId)),
      ),
      basis?.goal.rps ?? null,
    ]),
    ...leftOut.map(({ submissionId, candidateName, reasons }) => [
      candidateName ?? submissionId,
      null,
      reasons.map(({ what }) => reasonTexts[what]).join('; '),
    ]),
  ];
}

/** Everything that was handed in, graded or not. */
export function resultsTable(rows: readonly ResultRow[]): Cell[][] {
  const head = ['Candidate', 'Challenge', 'Challenge version', 'Language', 'Handed in', 'Result', 'Band'];
  const held = rangeHeads('Requests a second held');
  return [
    [...head, ...['Score', ...dimensionNames].flatMap(rangeHeads), ...held, 'Requests a second asked for'],
    ...rows.map((row) => [
      row.candidateName,
      row.title,
      row.digest,
      row.runtime,
      row.submittedAt.toISOString(),
      row.outcome ?? 'not graded yet',
      row.band,
      ...rangeCells(row.score),
      ...dimensionNames.flatMap((name) => rangeCells(dimensionOf(row, name))),
      ...rangeCells(row.knee && { ...row.knee, value: row.knee.rps }),
      row.goal?.rps ?? null,
    ]),
  ];
}

function dimensionOf({ dimensions }: ResultRow, name: DimensionName): Measured | undefined {
  return dimensions?.find((each) => each.name === name);
}
