// What the probe may say: raw facts, one JSON value a line. Anything else is our failure, never a verdict.
import Type, { type Static } from 'typebox';

const Count = Type.Integer({ minimum: 0 });
const Milliseconds = Type.Number({ minimum: 0 });

/** One check that was run. */
export const CheckLine = Type.Object({
  type: Type.Literal('check'),
  name: Type.String({ maxLength: 500 }),
  category: Type.String({ maxLength: 100 }),
  passed: Type.Boolean(),
  message: Type.String({ maxLength: 1000 }),
  ms: Milliseconds,
  detail: Type.Optional(
    Type.Object(
      {
        file: Type.String({ maxLength: 300 }),
        line: Count,
        expected: Type.Optional(Type.String({ maxLength: 3000 })),
        got: Type.Optional(Type.String({ maxLength: 3000 })),
      },
      { description: 'Where a visible check failed, and on what' },
    ),
  ),
});
export type CheckLine = Static<typeof CheckLine>;

/** The whole suite was run; without this line the checks do not count. */
const ChecksDoneLine = Type.Object({ type: Type.Literal('checks-done'), count: Count });

/** How waiting for the service ended. */
export const ReadyLine = Type.Object({
  type: Type.Literal('ready'),
  ready: Type.Boolean(),
  listened: Type.Boolean({ description: 'Something accepted a connection on the port' }),
  detail: Type.String({ maxLength: 500 }),
  ms: Milliseconds,
});
export type ReadyLine = Static<typeof ReadyLine>;

/** The generator read its suite and takes commands. */
const LoadReadyLine = Type.Object({ type: Type.Literal('load-ready') });

/** One second (the last window of a phase may be shorter) of load. */
export const WindowLine = Type.Object({
  type: Type.Literal('window'),
  phase: Type.String({ maxLength: 100 }),
  index: Count,
  startMs: Type.Number({ description: 'Milliseconds since 1970' }),
  ms: Milliseconds,
  scheduled: Count,
  sent: Count,
  good: Count,
  failures: Type.Record(Type.String({ maxLength: 40 }), Count),
  latencies: Type.Array(Milliseconds, {
    description: 'Of the good answers of an open phase, from the intended time of sending',
  }),
  samples: Type.String({ description: 'Every request of the window, packed: see samples.ts' }),
  lagP99Ms: Type.Number({ minimum: 0, description: 'How late the generator itself was: 99th percentile' }),
  cpuShare: Type.Number({ minimum: 0, description: 'Of one core, used by the generator itself' }),
  stolenShare: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'Of the core that lost most, given to others by the host of a virtual machine',
  }),
});
export type WindowLine = Static<typeof WindowLine>;

/** A phase is over and all its windows were printed. */
const PhaseDoneLine = Type.Object({
  type: Type.Literal('phase-done'),
  phase: Type.String({ maxLength: 100 }),
  windows: Count,
});

export const LoadLine = Type.Union([LoadReadyLine, WindowLine, PhaseDoneLine]);
export type LoadLine = Static<typeof LoadLine>;

export const ChecksLine = Type.Union([CheckLine, ChecksDoneLine]);
export type ChecksLine = Static<typeof ChecksLine>;

/** A command to the load generator, one JSON line on its stdin. */
export type LoadCommand = LoadPhase | { type: 'stop'; id: string };

export interface LoadPhase {
  type: 'phase';
  id: string;
  /** closed: so many connections, each sends when its last answer came. open: arrivals at a rate, come what may. */
  mode: 'closed' | 'open';
  /** Connections of a closed phase. */
  connections: number;
  /** Arrivals per second of an open phase. */
  rate: number;
  seed: number;
  startAtMs: number;
  durationMs: number;
  /** How long an open phase waits after its last second for answers that are still out. */
  drainMs: number;
  /** A request without its whole answer after so long has failed. */
  timeoutMs: number;
  /** So has one without the head of its answer so long after it was sent. `timeoutMs` when absent. */
  headTimeoutMs?: number;
  /** So has one whose answer stood still for so long. `timeoutMs` when absent. */
  idleTimeoutMs?: number;
  /** Share of the arrivals, 0 to 1, that come on a connection of their own; the load's own shares when absent. */
  freshShare?: number;
}

/** How often the third parties were called. */
export const CallsLine = Type.Object({ type: Type.Literal('calls'), calls: Count });

/** One operation of a storm, as a proof. */
export const OperationRecord = Type.Object({
  actor: Type.Integer({ minimum: -1, description: '-1 for the reading-back' }),
  kind: Type.String({ maxLength: 100 }),
  key: Type.String({ maxLength: 200 }),
  sent: Type.String({ maxLength: 400, description: 'JSON, cut' }),
  startMs: Type.Number({ description: 'Since the storm began' }),
  endMs: Type.Union([Type.Number(), Type.Null()], { description: 'null while no answer had come' }),
  outcome: Type.Enum(['ok', 'rejected', 'unknown']),
  answer: Type.String({ maxLength: 300, description: 'HTTP status, or why there was none' }),
  got: Type.String({ maxLength: 400, description: 'JSON, cut' }),
});
export type OperationRecord = Static<typeof OperationRecord>;

/** What one invariant found over a whole storm. With nothing checked it proved nothing: that is no pass. */
export const InvariantLine = Type.Object({
  type: Type.Literal('invariant'),
  rule: Type.String({ maxLength: 100 }),
  title: Type.String({ maxLength: 300 }),
  checked: Count,
  violations: Count,
  examples: Type.Array(
    Type.Object({
      key: Type.String({ maxLength: 200 }),
      expected: Type.String({ maxLength: 1000 }),
      seen: Type.String({ maxLength: 1000 }),
      operations: Type.Array(OperationRecord, { maxItems: 8 }),
    }),
    { maxItems: 3 },
  ),
});
export type InvariantLine = Static<typeof InvariantLine>;

/** The storm was read and takes commands. */
const StormReadyLine = Type.Object({ type: Type.Literal('storm-ready') });

/** Of every kind of operation as many were acknowledged as the author says. Comes once, while actors act. */
const StormProgressedLine = Type.Object({ type: Type.Literal('storm-progressed') });

/** All actors have come to an end. */
export const StormActedLine = Type.Object({
  type: Type.Literal('storm-acted'),
  ms: Milliseconds,
  operations: Type.Record(
    Type.String({ maxLength: 100 }),
    Type.Object({ ok: Count, rejected: Count, unknown: Count }),
    { description: 'By kind, of this act alone' },
  ),
});
export type StormActedLine = Static<typeof StormActedLine>;

/** The storm is over; without this line its invariants do not count. */
const StormDoneLine = Type.Object({
  type: Type.Literal('storm-done'),
  invariants: Count,
  unreadable: Type.Optional(
    Type.String({ maxLength: 500, description: 'Why the service could not be read back' }),
  ),
});

export const StormLine = Type.Union([
  StormReadyLine,
  StormProgressedLine,
  StormActedLine,
  InvariantLine,
  StormDoneLine,
]);
export type StormLine = Static<typeof StormLine>;

/** A command to a storm, one JSON line on its stdin. It may act several times; it reads back once. */
export type StormCommand =
  | { type: 'act'; durationMs: number }
  | { type: 'stop' }
  | { type: 'read-back'; deadlineMs: number; facts?: unknown };
