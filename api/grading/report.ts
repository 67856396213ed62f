// The result of one grading, as `proofload grade --json` prints it and as the scorecard page reads it.
import Type, { type Static } from 'typebox';

const Nullable = <T extends Type.TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

export const Band = Type.Enum(['below', 'meets', 'solid', 'strong']);
export type Band = Static<typeof Band>;

/** A number with the range it plausibly lies in. */
export const Measured = Type.Object({ value: Type.Number(), low: Type.Number(), high: Type.Number() });
export type Measured = Static<typeof Measured>;

/** Where a number that was counted or timed plausibly lies. null: without an end. */
export const Range = Type.Object({ low: Nullable(Type.Number()), high: Nullable(Type.Number()) });
export type Range = Static<typeof Range>;

export const Dimension = Type.Object({
  name: Type.Enum([
    'Correctness',
    'Performance',
    'Resilience',
    'Data integrity & security',
    'Maintainability',
  ]),
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
  ranges: Type.Optional(
    Type.Object(
      { p50Ms: Range, p95Ms: Range, errorRate: Range, good: Range },
      { description: 'What chance and the differences between boots leave open. Absent in older gradings' },
    ),
  ),
});
export type LoadStep = Static<typeof LoadStep>;

/** The highest offered rate at which the service still met the goal, in requests per second. */
const Knee = Type.Object({
  rps: Type.Number(),
  low: Type.Number(),
  high: Type.Number(),
  atLeast: Type.Optional(
    Type.Boolean({
      description:
        'true: it met the goal at every rate that could be offered, and may hold more than high says',
    }),
  ),
});

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
  ranges: Type.Optional(
    Type.Object(
      {
        before: Nullable(Range),
        during: Nullable(Range),
        after: Nullable(Range),
        recoveryMs: Nullable(Range),
        bytesPerThousand: Nullable(Range),
      },
      { description: 'What chance leaves open of the numbers of these names. Absent in older gradings' },
    ),
  ),
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

/** How much a solution adds to what it began from, tests left out. */
export const DiffSize = Type.Object({
  files: Type.Integer(),
  lines: Type.Integer({ description: 'Without comments, and without those that only moved' }),
  decisions: Type.Integer({ description: 'Places in them where the code goes one way or another' }),
});
export type DiffSize = Static<typeof DiffSize>;

/** The candidate's own tests, and how much code there is. */
export const MaintainabilityFact = Type.Object({
  tests: Type.Enum(['none', 'failing', 'unsteady', 'unknown', 'tried'], {
    description:
      'none: there are none. failing: they do not pass on the files as they are. unsteady: they do not pass again where nothing but the text was changed. unknown: it could not be told in time. tried: they pass, and bugs were planted.',
  }),
  testFiles: Type.Integer(),
  bugs: Type.Array(
    Type.Object({
      path: Type.String(),
      line: Type.Integer(),
      what: Type.String(),
      caught: Type.Boolean({ description: 'The tests did not pass with it' }),
    }),
    { description: 'Planted one at a time in what the candidate wrote' },
  ),
  size: DiffSize,
  referenceSize: DiffSize,
});
export type MaintainabilityFact = Static<typeof MaintainabilityFact>;

/** What a service asks of others for each request, at the steady rate. */
export const PerRequest = Type.Object({
  candidate: Type.Number(),
  reference: Type.Number(),
  ratio: Nullable(Type.Number({ description: 'Candidate over reference: above 1 is more' })),
});
export type PerRequest = Static<typeof PerRequest>;

/** Bytes more for every 1,000 requests. */
export const MemoryGrowth = Type.Object({
  candidate: Measured,
  reference: Nullable(Measured),
  grows: Type.Boolean({ description: 'Clearly, and clearly more than the reference' }),
});
export type MemoryGrowth = Static<typeof MemoryGrowth>;

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
  rescored: Type.Optional(
    Type.Object(
      { at: Type.String(), challengeDigest: Type.String() },
      { description: 'When the same observations were scored again, and by which version of the challenge' },
    ),
  ),
});
export type Environment = Static<typeof Environment>;

const Base = { seed: Type.Integer(), snapshot: Type.String(), environment: Environment };

export const GradedReport = Type.Object({
  outcome: Type.Literal('graded'),
  ...Base,
  band: Band,
  capped: Nullable(Type.String({ description: 'Why the band is lower than the score says' })),
  couldBe: Type.Optional(
    Type.Array(Band, { description: 'Every band that the range of the score reaches, the lowest first' }),
  ),
  score: Measured,
  precision: Type.Optional(
    Type.Object({
      halfWidth: Type.Number({ description: 'Half the range of the score, in points' }),
      aim: Type.Number({ description: 'What was aimed at; above it, the machine allowed no better in time' }),
      boots: Type.Integer({ description: 'Fresh pairs of sandboxes' }),
      seconds: Type.Integer({ description: 'Measured seconds side by side, over all of them' }),
    }),
  ),
  unmeasured: Type.Optional(
    Type.Array(Type.String(), { description: 'What could not be measured, and cost no point' }),
  ),
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
  maintainability: Type.Optional(MaintainabilityFact),
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
    cpuMsPerGoodRequest: Nullable(Measured, 'null where no answer was good'),
    failures: Type.Record(Type.String(), Type.Integer()),
    statements: Type.Optional(Nullable(PerRequest)),
    calls: Type.Optional(Nullable(PerRequest)),
    memoryGrowth: Type.Optional(Nullable(MemoryGrowth)),
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
