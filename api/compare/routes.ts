import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { shownName } from '../http/names.ts';
import { serve, type Guard, type Person } from '../http/serve.ts';
import { compare, pickedIn } from './compare.ts';
import { compareContract } from './contract.ts';
import { type Cell, csvOf } from './csv.ts';
import { listCompared, listResults } from './store.ts';
import { comparisonTable, resultsTable } from './tables.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
}

export function compareRoutes(app: FastifyInstance, guard: Guard, { sql, clock }: Needs): void {
  const comparisonOf = async (db: Db, person: Person, picked: string) => {
    const ids = pickedIn(picked);
    return compare(ids, named(person, await listCompared(db, person.organisationId, ids)));
  };
  /** Who took which results away is on record. */
  const taken = (tx: Db, { id: personId, organisationId }: Person, action: string, rows: number) =>
    audit(tx, { at: clock(), organisationId, personId, action, facts: { rows } });
  serve(app, guard, compareContract, {
    'GET /api/comparison': ({ person, query }) => comparisonOf(sql, person, query.with),
    'GET /api/comparison.csv': async ({ person, query, reply }) => {
      const table = await sql.begin(async (tx) => {
        const rows = comparisonTable(await comparisonOf(tx, person, query.with));
        await taken(tx, person, 'comparison.exported', rows.length - 1);
        return rows;
      });
      return sendCsv(reply, 'comparison', table);
    },
    'GET /api/results.csv': async ({ person, reply }) => {
      const rows = await sql.begin(async (tx) => {
        const found = named(person, await listResults(tx, person.organisationId));
        await taken(tx, person, 'results.exported', found.length);
        return found;
      });
      return sendCsv(reply, 'results', resultsTable(rows));
    },
  });
}

/** Calls candidates what this person may call them. */
function named<Row extends { submissionId: string; candidateName: string; decided: boolean }>(
  person: Person,
  rows: Row[],
): Row[] {
  return rows.map((row) => ({ ...row, candidateName: shownName(person, { ...row, id: row.submissionId }) }));
}

/** A file to keep, whatever its reader asks for. */
function sendCsv(reply: FastifyReply, name: string, table: readonly (readonly Cell[])[]): Buffer {
  void reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'no-store');
  return Buffer.from(csvOf(table));
}
