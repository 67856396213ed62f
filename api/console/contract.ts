// What a candidate has at hand beside the editor: terminals, the database, requests to begin with, and a smoke load.
import Type, { type Static } from 'typebox';
import { Example } from '../challenge/example.ts';
import type { Contract } from '../http/contract.ts';
import { LoadAtTree, LoadResult, QueryResult, Sql } from '../workspace/contract.ts';

export const DatabaseTable = Type.Object({
  name: Type.String({ description: 'As SQL writes it' }),
  rows: Type.Integer(),
  exact: Type.Boolean({ description: 'Whether the rows were counted' }),
  columns: Type.Array(
    Type.Object({ name: Type.String(), type: Type.String(), required: Type.Boolean(), key: Type.Boolean() }),
  ),
});
export type DatabaseTable = Static<typeof DatabaseTable>;

/** What a browser says on a terminal's WebSocket in text; bytes are what is typed. All that comes back is what is drawn. */
export const TerminalMessage = Type.Union([
  Type.Object({ cols: Type.Integer(), rows: Type.Integer() }, { description: 'Its new size' }),
  Type.Object({ seen: Type.Integer({ minimum: 0 }) }, { description: 'So many more bytes have been drawn' }),
]);
export type TerminalMessage = Static<typeof TerminalMessage>;

export const consoleContract = {
  'GET /api/attempts/:attemptId/console': {
    who: 'candidate',
    response: Type.Object({
      port: Type.Integer({ description: 'Of the service, on the loopback of its sandbox' }),
      database: Type.Boolean(),
      maxRps: Type.Integer({ description: 'Of a smoke load, requests a second' }),
      goal: Type.Object({ ms: Type.Number(), rps: Type.Number() }),
      examples: Type.Array(Example),
    }),
  },
  'GET /api/attempts/:attemptId/database': {
    who: 'candidate',
    perMinute: 60,
    response: Type.Object({ tables: Type.Array(DatabaseTable) }),
  },
  'POST /api/attempts/:attemptId/database': {
    who: 'candidate',
    perMinute: 60,
    body: Sql,
    response: QueryResult,
  },
  'POST /api/attempts/:attemptId/smoke-load': {
    who: 'candidate',
    perMinute: 4,
    body: LoadAtTree,
    response: LoadResult,
  },
} as const satisfies Contract;
