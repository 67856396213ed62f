import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit, type AuditEntry } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard, type Person } from '../http/serve.ts';
import { peopleContract, type Person as Listed, type Role } from './contract.ts';
import { invitedExpiry, rolesFault } from './person.ts';
import { makeSignInLink } from './routes.ts';
import {
  deleteUnusedLinks,
  findListed,
  findPersonByEmail,
  insertPerson,
  listPeople,
  lockPeople,
  removePerson,
  updateRoles,
} from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  publicUrl: string;
}

interface Act {
  tx: Db;
  now: Date;
  /** Records it; call it once it is done. */
  record: (action: string, subject: string, facts?: AuditEntry['facts']) => Promise<void>;
}

/** The people of an organisation, in the hands of its admins. */
export function peopleRoutes(app: FastifyInstance, guard: Guard, { sql, clock, publicUrl }: Needs): void {
  /** One at a time for each organisation, so that of two admins who remove each other one stays. */
  const act = <T>({ id: personId, organisationId }: Person, work: (doing: Act) => Promise<T>): Promise<T> =>
    sql.begin(async (tx) => {
      await lockPeople(tx, organisationId);
      const now = clock();
      const record: Act['record'] = (action, subject, facts = {}) =>
        audit(tx, { at: now, personId, organisationId, action, subject, facts });
      return work({ tx, now, record });
    });

  serve(app, guard, peopleContract, {
    'GET /api/people': ({ person, query }) => listPeople(sql, person, query.after),
    'POST /api/people': ({ person, body }) =>
      act(person, async ({ tx, now, record }) => {
        const id = await addPerson(tx, person.organisationId, body);
        await record('person.invited', id, { roles: body.roles.join(',') });
        return { person: await getListed(tx, person, id), ...(await newLink(tx, id, publicUrl, now)) };
      }),
    'PUT /api/people/:personId/roles': ({ person, params, body }) =>
      act(person, async ({ tx, record }) => {
        checkRoles(body.roles);
        const listed = await getListed(tx, person, params.personId);
        if (listed.lastAdmin && !body.roles.includes('admin')) throw lastAdmin();
        await updateRoles(tx, listed.id, body.roles);
        const facts = { before: listed.roles.join(','), after: body.roles.join(',') };
        await record('person.roles-changed', listed.id, facts);
        return getListed(tx, person, listed.id);
      }),
    'POST /api/people/:personId/link': ({ person, params }) =>
      act(person, async ({ tx, now, record }) => {
        const { id } = await getListed(tx, person, params.personId);
        await deleteUnusedLinks(tx, id);
        await record('person.link-made', id);
        return newLink(tx, id, publicUrl, now);
      }),
    'DELETE /api/people/:personId': ({ person, params }) =>
      act(person, async ({ tx, now, record }) => {
        const listed = await getListed(tx, person, params.personId);
        if (listed.lastAdmin) throw lastAdmin();
        await removePerson(tx, listed.id, now);
        await record('person.removed', listed.id, { roles: listed.roles.join(',') });
        return {};
      }),
  });
}

async function addPerson(
  tx: Db,
  organisationId: string,
  body: { name: string; email: string; roles: Role[] },
): Promise<string> {
  checkRoles(body.roles);
  const email = body.email.trim();
  if (await findPersonByEmail(tx, email))
    throw new Problem(409, 'email-taken', `Somebody with the address ${email} is here already`);
  return insertPerson(tx, { organisationId, email, name: body.name.trim(), roles: body.roles });
}

async function newLink(tx: Db, personId: string, publicUrl: string, now: Date) {
  const expiresAt = invitedExpiry(now);
  const link = await makeSignInLink(tx, personId, publicUrl, now, expiresAt);
  return { link, expiresAt: expiresAt.toISOString() };
}

/** @throws Problem 404 unknown-person, whether there is none or it is another organisation's */
async function getListed(tx: Db, me: Person, personId: string): Promise<Listed> {
  const listed = await findListed(tx, me, personId);
  if (!listed) throw new Problem(404, 'unknown-person', 'There is no such person here');
  return listed;
}

function checkRoles(roles: Role[]): void {
  const fault = rolesFault(roles);
  if (fault) throw new Problem(400, 'roles-clash', fault);
}

function lastAdmin(): Problem {
  return new Problem(409, 'last-admin', 'Nobody else here is an admin. Make somebody else admin first');
}
