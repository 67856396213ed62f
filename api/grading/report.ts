// The result of one grading, as `proofload grade --json` prints it and as the scorecard page reads it.
import Type, { type Static } from 'typebox';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const Band = Type.Enum(['below', 'meets', 'solid', 'strong']);
export type Band = Static<typeof Band>;

/** A number with the range it plausibly lies in. */
export const Measured = Type.Object({ value: Type.Number(), low: Type.Number(), high: Type.Number() });
export type Measured = Static<typeof Measured>;

export const Dimension = Type.Object({
  name: Type.Enum(['Correctness', 'Performance', 'Resilience', 'Data integrity & security']),
  value: Type.Number({ description: '0 to 100' }),
  low: Type.Number(),
  high: Type.Number(),
  band: Band,
});
export type Dimension = Static<typeof Dimension>;

export const CheckFact = Type.Object({
  name: Type.String(),
  category: Type.String(),
  passed: Type.Boolean(),
  mustFix: Type.Boolean({ description: 'Failing it caps the band' }),
  message: Type.String({ description: 'What was expected and what came; empty when it passed' }),
});
export type CheckFact = Static<typeof CheckFact>;

/** One rate of the load ladder, offered for a few seconds. */
export const LoadStep = Type.Object({
  rps: Type.Number({ description: 'Requests per second offered' }),
  p50Ms: Nullable(
    Type.Number({ description: 'From the intended send time; a failure counts as infinitely slow, null' }),
  ),
  p95Ms: Nullable(Type.Number()),
  errorRate: Type.Number({ description: '0 to 1: failed or wrong answers of all that were offered' }),
  good: Type.Number({ description: 'Good answers per second' }),
  meetsGoal: Type.Boolean(),
});
export type LoadStep = Static<typeof LoadStep>;

/** The highest offered rate at which the service still met the goal, in requests per second. */
const Knee = Type.Object({ rps: Type.Number(), low: Type.Number(), high: Type.Number() });

/** Candidate over reference, above 1 is better for every one of them. */
export const Ratios = Type.Object({
  throughput: Measured,
  cpuSaturated: Measured,
  cpuSteady: Measured,
  latencyP50: Measured,
  latencyP95: Measured,
  knee: Measured,
});
export type Ratios = Static<typeof Ratios>;

/** A fault on purpose, and what it did to the service under a steady load. */
export const DrillFact = Type.Object({
  kind: Type.String({ description: 'As challenge.yaml has it' }),
  what: Type.String({ description: 'What was done, in plain words' }),
  measured: Type.Boolean({ description: 'false: the machine was too busy, and nothing below says anything' }),
  rps: Type.Number({ description: 'Requests per second offered all the while' }),
  before: Nullable(Type.Number({ description: '0 to 1: good answers of all that were offered' })),
  during: Nullable(Type.Number()),
  after: Nullable(Type.Number({ description: 'From the end of the fault to the end of the drill' })),
  dropped: Type.Integer({ description: 'Requests without a good answer since the fault began' }),
  failures: Type.Record(Type.String(), Type.Integer(), { description: 'Those, by kind' }),
  recoveryMs: Nullable(
    Type.Number({
      description:
        'From the end of the fault to the first second in which at least 90 % of what was good before is good again',
    }),
  ),
  limitMs: Type.Number({ description: 'How long it had to recover; null above says that it did not' }),
  exits: Type.Integer({ description: 'How often the service ended by itself, and was started again' }),
  memory: Nullable(
    Type.Object({
      startBytes: Type.Number(),
      endBytes: Type.Number(),
      bytesPerThousand: Type.Number({ description: 'Growth per 1,000 requests; the median of all slopes' }),
    }),
  ),
  burst: Nullable(
    Type.Object({
      scheduled: Type.Integer(),
      good: Type.Integer(),
      failures: Type.Record(Type.String(), Type.Integer()),
    }),
  ),
  storm: Nullable(
    Type.Object(
      {
        unreadable: Nullable(Type.String({ description: 'Why nothing could be read back' })),
        invariants: Type.Array(
          Type.Object({ title: Type.String(), checked: Type.Integer(), violations: Type.Integer() }),
        ),
      },
      { description: 'Of a kill: what the rules found over all that was acknowledged before and after it' },
    ),
  ),
});
export type DrillFact = Static<typeof DrillFact>;

/** What had to hold while many did many things at once. */
export const InvariantFact = Type.Object({
  rule: Type.String(),
  title: Type.String(),
  checked: Type.Integer({ description: 'How many things it was held against' }),
  violations: Type.Integer(),
  examples: Type.Array(Type.Object({ key: Type.String(), expected: Type.String(), seen: Type.String() })),
});
export type InvariantFact = Static<typeof InvariantFact>;

const Environment = Type.Object({
  challenge: Type.String(),
  challengeDigest: Type.String(),
  suiteDigest: Type.String(),
  runtime: Type.String(),
  reference: Type.String({ description: 'The reference the duet was run with' }),
  anchors: Type.Optional(
    Type.Enum(['calibrated', 'general'], {
      description: 'Whether points follow what solutions in this runtime reached, or general marks',
    }),
  ),
  images: Type.Record(Type.String(), Type.String()),
  engine: Type.String(),
  host: Type.Object({
    cpuModel: Type.String(),
    cores: Type.Integer(),
    memoryBytes: Type.Integer(),
    kernel: Type.String(),
  }),
  plan: Type.String({ description: 'full, or short for tests: only full gradings count' }),
  startedAt: Type.String(),
  seconds: Type.Number(),
});
export type Environment = Static<typeof Environment>;

const Base = { seed: Type.Integer(), snapshot: Type.String(), environment: Environment };

export const GradedReport = Type.Object({
  outcome: Type.Literal('graded'),
  ...Base,
  band: Band,
  capped: Nullable(Type.String({ description: 'Why the band is lower than the score says' })),
  score: Measured,
  dimensions: Type.Array(Dimension),
  goal: Type.Object({
    percentile: Type.Literal(95),
    ms: Type.Number(),
    errorRate: Type.Number(),
    rps: Type.Number(),
  }),
  knee: Knee,
  referenceKnee: Knee,
  ratios: Ratios,
  checks: Type.Array(CheckFact),
  load: Type.Array(LoadStep, { description: "The candidate's, by rising rate" }),
  referenceLoad: Type.Array(LoadStep),
  drills: Type.Optional(
    Type.Array(DrillFact, { description: 'Absent in gradings from before there were drills' }),
  ),
  invariants: Type.Optional(
    Type.Array(InvariantFact, { description: 'Absent where the challenge has no storm' }),
  ),
  categories: Type.Optional(
    Type.Record(Type.String(), Type.Object({ title: Type.String(), dimension: Type.String() }), {
      description: 'What the categories of the checks mean',
    }),
  ),
  kneeMarks: Type.Optional(
    Type.Object(
      { naive: Type.Number(), strong: Type.Number() },
      { description: "What weak and strong solutions hold, as shares of the reference's knee" },
    ),
  ),
  facts: Type.Object({
    goodPerSecond: Measured,
    cpuMsPerGoodRequest: Measured,
    failures: Type.Record(Type.String(), Type.Integer()),
  }),
});
export type GradedReport = Static<typeof GradedReport>;

export const FailedReport = Type.Object({
  outcome: Type.Union([Type.Literal('candidate_failure'), Type.Literal('our_failure')]),
  ...Base,
  failure: Type.Object({
    stage: Type.Enum(['prepare', 'build', 'start', 'checks', 'load', 'score']),
    code: Type.String({ description: 'A stable word: did-not-build, did-not-start, exited, …' }),
    reason: Type.String(),
    log: Type.Array(Type.String(), { description: 'The last 200 lines the service wrote' }),
  }),
});
export type FailedReport = Static<typeof FailedReport>;

export const Report = Type.Union([GradedReport, FailedReport]);
export type Report = Static<typeof Report>;
