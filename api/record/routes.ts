import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard } from '../http/serve.ts';
import { streamArchive } from '../submission/archive.ts';
import { recordContract, type RecordEntry } from './contract.ts';
import { anonymiseByHand, changeRetention, deleteByHand, hold, keptOf } from './keep.ts';
import { getOwner } from './own-data/store.ts';
import { ownData } from './own-data/own-data.ts';
import { changesOf, cursorOf, factsOf, momentOf, pageSize, placeOf } from './record.ts';
import { getRetention, listActions, listEntries, listPeople, type EntryRow } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
}

export function recordRoutes(app: FastifyInstance, guard: Guard, { sql, clock }: Needs): void {
  serve(app, guard, recordContract, {
    'GET /api/record': async ({ person, query }) => {
      const { person: personId, action, candidate: inviteId, from, until, cursor } = query;
      const rows = await listEntries(
        sql,
        person.organisationId,
        {
          personId,
          action,
          inviteId,
          from: from === undefined ? undefined : momentOf(from),
          until: until === undefined ? undefined : momentOf(until),
          after: cursor === undefined ? undefined : placeOf(cursor),
        },
        pageSize + 1,
      );
      const page = rows.slice(0, pageSize);
      const last = page.at(-1);
      return { entries: page.map(asEntry), next: rows.length > pageSize && last ? cursorOf(last) : null };
    },
    'GET /api/record/filters': async ({ person: { organisationId } }) => ({
      people: await listPeople(sql, organisationId),
      actions: await listActions(sql, organisationId),
    }),
    'GET /api/retention': ({ person }) => getRetention(sql, person.organisationId),
    'PUT /api/retention': ({ person, body }) => changeRetention(sql, person, body, clock()),
    'GET /api/invites/:inviteId/data': ({ person, params }) => keptOf(sql, person, params.inviteId, clock()),
    'PUT /api/invites/:inviteId/hold': ({ person, params, body }) =>
      hold(sql, person, { ...params, reason: body.reason.trim() }, clock()),
    'DELETE /api/invites/:inviteId/hold': ({ person, params }) =>
      hold(sql, person, { ...params, reason: null }, clock()),
    'POST /api/invites/:inviteId/anonymisation': ({ person, params, body }) =>
      anonymiseByHand(sql, person, { ...params, reason: body.reason.trim() }, clock()),
    'POST /api/invites/:inviteId/deletion': async ({ person, params, body }) => {
      await deleteByHand(sql, person, { ...params, ...body }, clock());
      return {};
    },
    'GET /api/attempts/:attemptId/data': async ({ attemptId, person, reply }) => {
      if (person) throw new Problem(403, 'candidate-only', 'Only the candidate may take their data along');
      const owner = await getOwner(sql, attemptId);
      const { organisationId } = owner;
      const taken = { action: 'data.taken', subject: attemptId, byCandidate: true };
      await audit(sql, { at: clock(), organisationId, ...taken });
      return streamArchive(reply, ownData(sql, owner, clock()), 'proofload-data');
    },
  });
}

function asEntry(row: EntryRow): RecordEntry {
  const { id, actor, person, action, subject, inviteId, candidateName, address } = row;
  return {
    id,
    at: row.at.toISOString(),
    actor,
    person,
    action,
    subject,
    candidate: inviteId === null ? null : { inviteId, name: candidateName },
    changes: changesOf(row.before, row.after),
    facts: factsOf(row.facts),
    address,
    erased: row.erasedAt !== null,
  };
}
