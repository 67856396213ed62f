// Faults that a challenge may have done to a service on purpose, as challenge.yaml names them.
import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false };
const seconds = (most: number) => Type.Optional(Type.Number({ minimum: 1, maximum: most }));
const Share = Type.Optional(Type.Number({ minimum: 0, maximum: 1 }));

/** The service that `database-…` drills are about. */
export const database = 'postgres';

/** As the stubs' own `behave` takes it. */
const Behaviour = Type.Object(
  {
    delayMs: Type.Optional(Type.Number({ minimum: 0, maximum: 60_000 })),
    fail: Type.Optional(
      Type.Object(
        {
          status: Type.Integer({ minimum: 400, maximum: 599 }),
          share: Type.Number({ minimum: 0, maximum: 1 }),
        },
        closed,
      ),
    ),
    hang: Share,
    garbage: Share,
    cut: Share,
    perSecond: Type.Optional(Type.Number({ minimum: 0 })),
    twice: Type.Optional(Type.Boolean()),
  },
  { ...closed, minProperties: 1, description: 'How the third party misbehaves' },
);

const kind = <K extends string>(name: K, description: string) => Type.Literal(name, { description });

export const Drill = Type.Union([
  Type.Object(
    { kind: kind('kill', 'The service is killed, and started again as a supervisor would') },
    closed,
  ),
  Type.Object({ kind: kind('restart', 'The service is asked to end, and started again') }, closed),
  Type.Object({ kind: kind('database-restart', 'The database ends and comes back') }, closed),
  Type.Object(
    { kind: kind('database-pause', 'The database does not answer, 3 seconds'), seconds: seconds(10) },
    closed,
  ),
  Type.Object({ kind: kind('database-cut', 'Every connection to the database is cut') }, closed),
  Type.Object(
    {
      kind: kind('dependency', 'A third party misbehaves, 4 seconds'),
      stub: Type.String({ description: 'The file stubs/<name>.ts' }),
      behaviour: Behaviour,
      seconds: seconds(10),
    },
    closed,
  ),
  Type.Object({ kind: kind('overload', 'Twice the traffic that it can take, and back') }, closed),
  Type.Object({ kind: kind('slow-clients', 'Many send and read a byte at a time') }, closed),
  Type.Object(
    { kind: kind('soak', 'The load goes on and its memory is watched, 20 seconds'), seconds: seconds(60) },
    closed,
  ),
]);
export type Drill = Static<typeof Drill>;
export type DrillOf<K extends Drill['kind']> = Extract<Drill, { kind: K }>;

/** By which its author names it. */
export const drillName = (drill: Drill): string =>
  drill.kind === 'dependency' ? `dependency-${drill.stub}` : drill.kind;
