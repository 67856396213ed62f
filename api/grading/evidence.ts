// Everything a grading observed, before any judgement: a score can be made from it again without a container.
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { CheckLine, InvariantLine } from '../../sandboxes/probe/observation.ts';
import { Drill } from '../challenge/drill.ts';
import type { StormObservation } from '../probe/storm.ts';
import { DiffSize } from './report.ts';

const Failures = Type.Record(Type.String(), Type.Number());

const offered = {
  scheduled: Type.Number(),
  good: Type.Number(),
  failures: Failures,
  latencies: Type.Array(Type.Number(), {
    description: 'Of the good answers of an open phase, in milliseconds',
  }),
};

const Second = Type.Object({
  ...offered,
  samples: Type.Optional(
    Type.String({
      description:
        'Every request, packed (see samples.ts of the probe). Absent in gradings from before it was kept',
    }),
  ),
  cpuMs: Type.Number({ description: 'Processor time the whole pod used' }),
});
export type Second = Static<typeof Second>;

const Held = Type.Object({ atMs: Type.Number(), bytes: Type.Number() });
/** What the service held at one moment. */
export type Held = Static<typeof Held>;

const bothSides = <T extends Type.TSchema>(of: T, description: string) =>
  Type.Optional(Type.Object({ candidate: of, reference: of }, { description }));

/** One rate of a ladder. */
const Step = Type.Object({
  ...offered,
  rps: Type.Number({ description: 'Requests per second that were offered' }),
  ms: Type.Number(),
  samples: Type.Optional(Type.Array(Type.String(), { description: 'As of a second, one for each' })),
  valid: Type.Boolean(),
  closer: Type.Optional(
    Type.Boolean({ description: 'Not one of the plan: to find how far the generator can drive the service' }),
  ),
});
export type Step = Static<typeof Step>;

/** What one side asked of others over one phase. */
const Effort = Type.Object({
  requests: Type.Number(),
  statements: Type.Union([Type.Number(), Type.Null()]),
  calls: Type.Union([Type.Number(), Type.Null()]),
});
export type Effort = Static<typeof Effort>;

/** Both services over the same seconds. */
const Paired = Type.Object({
  candidate: Type.Array(Second),
  reference: Type.Array(Second),
  valid: Type.Array(Type.Boolean(), {
    description: 'By second; false where the generator or the machine was the limit, for both sides alike',
  }),
  effort: bothSides(Effort, 'What each asked of others over the whole phase; of a steady one alone'),
  memory: bothSides(Type.Array(Held), 'What each held meanwhile. Absent in gradings from before it was kept'),
});
export type Paired = Static<typeof Paired>;

/** One pair of fresh pods. */
const Boot = Type.Object({
  saturated: Paired,
  steady: Paired,
  candidateLadder: Type.Array(Step),
  referenceLadder: Type.Array(Step),
  exits: Type.Number({
    description: "How often the candidate's service ended by itself under load and was started again",
  }),
});
export type Boot = Static<typeof Boot>;

const DrillSecond = Type.Object({
  startMs: Type.Number({ description: 'From the start of the load' }),
  scheduled: Type.Number(),
  good: Type.Number(),
  failures: Failures,
  valid: Type.Boolean({ description: 'false where the generator or the machine was the limit' }),
});
export type DrillSecond = Static<typeof DrillSecond>;

const Observed = Type.Object({
  invariants: Type.Array(InvariantLine),
  unreadable: Type.Optional(Type.String()),
  unproven: Type.Array(Type.String()),
});

const nullable = <T extends Type.TSchema>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description });

/** One drill: what was done to the candidate's service under a steady load, and every second around it. */
const DrillRun = Type.Object({
  drill: Drill,
  what: Type.String({ description: 'What was done, in plain words' }),
  rps: Type.Number({ description: 'Requests per second that were offered all the while' }),
  fromMs: Type.Number({ description: 'When it was done, from the start of the load' }),
  toMs: Type.Number({ description: 'When it was over' }),
  recoverMs: Type.Number({ description: 'How long the service had to recover' }),
  seconds: Type.Array(DrillSecond),
  exits: Type.Number({ description: 'How often the service ended by itself and was started again' }),
  memory: Type.Array(Held, {
    description: 'What the service held while it was loaded on and on; empty but for a soak',
  }),
  burst: nullable(
    Type.Object({ scheduled: Type.Number(), good: Type.Number(), failures: Failures }),
    'What became of the requests beyond the steady load; null but for an overload',
  ),
  storm: Type.Unsafe<StormObservation | null>(
    nullable(Observed, 'What the storm found that went on when the service was killed; null without one'),
  ),
});
export type DrillRun = Static<typeof DrillRun>;

/** One run of the candidate's own tests, on the files as they are or with one change. */
const TestRun = Type.Object({
  kind: Type.Enum(['none', 'neutral', 'bug']),
  bug: nullable(
    Type.Object({ path: Type.String(), line: Type.Integer(), what: Type.String() }),
    'Where a bug was planted, and what it is',
  ),
  ended: Type.Enum(['passed', 'failed', 'not-told'], {
    description: 'not-told: the service did not start with the change, or the time was up',
  }),
  ms: Type.Number(),
  output: Type.Optional(
    Type.String({ description: 'Where it did not pass: the end of what was said. Absent in older gradings' }),
  ),
});
export type TestRun = Static<typeof TestRun>;

const MaintainabilityRun = Type.Object({
  testFiles: Type.Integer({ description: 'Files of tests that the starter does not have so' }),
  runs: Type.Array(TestRun),
  size: DiffSize,
  referenceSize: DiffSize,
});
export type MaintainabilityRun = Static<typeof MaintainabilityRun>;

export const Evidence = Type.Object({
  seed: Type.Integer(),
  plan: Type.String(),
  checks: Type.Array(CheckLine),
  boots: Type.Array(Boot),
  drills: Type.Array(DrillRun),
  invariants: Type.Array(InvariantLine, { description: 'Of the storm, when the challenge has one' }),
  maintainability: Type.Optional(MaintainabilityRun),
});
export type Evidence = Static<typeof Evidence>;

/** The observations are not there, or not as a grading stores them. */
export class EvidenceError extends Error {
  override name = 'EvidenceError';
}

/**
 * @param stored as JSON; what came later than the first gradings may be missing
 * @throws EvidenceError that says what is wrong, and where
 */
export function readEvidence(stored: unknown): Evidence {
  if (typeof stored !== 'object' || stored === null) throw new EvidenceError('It holds no observations');
  const whole: unknown = { drills: [], invariants: [], ...stored };
  if (!Value.Check(Evidence, whole)) {
    const [fault] = Value.Errors(Evidence, whole);
    throw new EvidenceError(`Its observations are damaged at ${fault?.instancePath}: ${fault?.message}`);
  }
  if (whole.boots.length === 0) throw new EvidenceError('It holds no observations under load');
  return whole;
}
