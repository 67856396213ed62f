import type { Dimension, Report } from '../grading/report.ts';

/** Dimensions a challenge may leave out, and what is then not known. */
const leftOut: [Dimension['name'], string][] = [
  ['Resilience', 'How it gets over failures around it: this challenge breaks nothing on purpose.'],
  [
    'Data integrity & security',
    'Whether its data stays right with many people at once: this challenge does not test it on its own.',
  ],
];
const never = [
  'How the candidate works with others, explains a design or learns.',
  'The design of systems larger than this one.',
];

/** What nobody should read into this result; a thing we could not measure is named, and counts for nothing. */
export function notMeasured(report: Report): string[] {
  if (report.outcome !== 'graded') return never;
  const names = new Set<string>(report.dimensions.map(({ name }) => name));
  const unmeasured = (report.drills ?? []).filter(({ measured }) => !measured);
  return [
    ...unmeasured.map(({ what }) => `Could not be measured, and counts for nothing: ${what}.`),
    ...leftOut.flatMap(([name, text]) => (names.has(name) ? [] : [text])),
    ...(names.has('Maintainability') ? [] : ['How easily others could read and change this code.']),
    ...never,
  ];
}
