import Type, { type Static } from 'typebox';
import { Band, Dimension, GradedReport, Measured } from '../grading/report.ts';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';
import { Confidence, Mark } from '../scorecard/contract.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** What is compared: the score and the dimensions in points of 100, the traffic in requests a second. */
const MeasureName = Type.Union([Type.Literal('Score'), Dimension.properties.name, Type.Literal('Traffic')]);
export type MeasureName = Static<typeof MeasureName>;

const Measure = Type.Object({
  name: MeasureName,
  values: Type.Array(
    Type.Object({
      submissionId: Type.String(),
      ...Measured.properties,
      atLeast: Type.Optional(
        Type.Boolean({ description: 'It held all that was offered, and may be as high as anybody’s' }),
      ),
    }),
    { description: 'In the order of the candidates; one of whom this was not measured has none' },
  ),
  clear: Type.Array(Type.Object({ above: Type.String(), below: Type.Array(Type.String()) }), {
    description: 'Whose whole range lies above the whole ranges of whom, by submission; all others are ties',
  }),
});
export type Measure = Static<typeof Measure>;

const Candidate = Type.Object({
  submissionId: Type.String(),
  candidateName: Type.String(),
  submittedAt: Type.String({ description: 'ISO 8601' }),
  band: Band,
  confidence: Confidence.properties.level,
  mustFix: Type.Integer({ description: 'Faults that must be fixed' }),
});
export type Candidate = Static<typeof Candidate>;

const Reason = Type.Object({
  what: Type.Enum([
    'unknown',
    'not-graded',
    'did-not-run',
    'not-measured',
    'challenge',
    'version',
    'checks',
    'scoring',
    'language',
    'machine',
    'plan',
  ]),
  own: Type.String({ description: 'What it is here; empty where that says nothing to people' }),
  others: Type.String({ description: 'What it is with those that are compared' }),
});
export type Reason = Static<typeof Reason>;

const Comparison = Type.Object({
  basis: Nullable(
    Type.Object(
      {
        challenge: Type.Object({ slug: Type.String(), title: Type.String() }),
        language: Type.String(),
        machine: Type.String(),
        goal: GradedReport.properties.goal,
      },
      { description: 'What all of them have in common; null when none can be compared' },
    ),
  ),
  candidates: Type.Array(Candidate, { description: 'By name' }),
  measures: Type.Array(Measure),
  bandMarks: Type.Array(Mark),
  leftOut: Type.Array(
    Type.Object({
      submissionId: Type.String(),
      candidateName: Nullable(Type.String()),
      reasons: Type.Array(Reason),
    }),
  ),
});
export type Comparison = Static<typeof Comparison>;

const Picked = Type.Object({
  with: Type.String({
    maxLength: 400,
    description: 'The submissions to compare, at most 8, with commas between them',
  }),
});

const Csv = Type.Unsafe<Buffer>(
  Type.String({ description: 'text/csv in UTF-8; sent as it is, not as JSON. No cell begins a formula' }),
);

export const compareContract = {
  'GET /api/comparison': { who: may.readScorecards, query: Picked, response: Comparison },
  'GET /api/comparison.csv': { who: may.readScorecards, query: Picked, response: Csv },
  'GET /api/results.csv': { who: may.readScorecards, response: Csv },
} as const satisfies Contract;
