import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import type { Seal } from '../http/seal.ts';
import { serve, type Guard, type Person } from '../http/serve.ts';
import { keyUrl, makeKey } from './authenticator.ts';
import { accountContract } from './contract.ts';
import { renewRecoveryCodes, setPassword } from './password.ts';
import { hasFreshSession, requireFreshSession, sessionHash } from './session.ts';
import {
  deleteOtherSessions,
  deletePassword,
  deleteSessionOf,
  findPasswordFacts,
  listSessions,
} from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  seal: Seal;
}

interface Input {
  person: Person;
  request: FastifyRequest;
}

/** Does something in one transaction, and records it there. */
type Act = <T>(input: Input, action: string, work: (tx: Db, now: Date) => Promise<T>) => Promise<T>;

function recorded({ sql, clock }: Needs): Act {
  return ({ person: { id: personId, organisationId } }, action, work) => {
    const now = clock();
    return sql.begin(async (tx) => {
      const done = await work(tx, now);
      await audit(tx, { at: now, personId, organisationId, action });
      return done;
    });
  };
}

/** What everybody may do with their own way in. */
export function accountRoutes(app: FastifyInstance, guard: Guard, needs: Needs): void {
  const { sql, clock, seal } = needs;
  const act = recorded(needs);
  /** An act that changes how the person signs in. */
  const actFresh: Act = (input, action, work) =>
    act(input, action, async (tx, now) => {
      await requireFreshSession(tx, input.request, now);
      return work(tx, now);
    });

  serve(app, guard, accountContract, {
    'GET /api/account': async ({ person, request }) => {
      const facts = await findPasswordFacts(sql, person.id);
      const { name, email } = person;
      const password = facts ? { ...facts, setAt: facts.setAt.toISOString() } : null;
      return { name, email, password, fresh: await hasFreshSession(sql, request, clock()) };
    },
    'POST /api/account/authenticator': async ({ person }) => {
      const key = makeKey();
      return { key, url: keyUrl(key, person.email) };
    },
    'PUT /api/account/password': (input) =>
      actFresh(input, 'account.password-set', async (tx, now) => {
        const recoveryCodes = await setPassword(tx, seal, input.person, input.body, now);
        await deleteOtherSessions(tx, input.person.id, sessionHash(input.request));
        return { recoveryCodes };
      }),
    'DELETE /api/account/password': (input) =>
      actFresh(input, 'account.password-removed', async (tx) => {
        if (!(await deletePassword(tx, input.person.id))) throw noPassword();
        return {};
      }),
    'POST /api/account/recovery-codes': (input) =>
      actFresh(input, 'account.recovery-codes-made', async (tx) => {
        if (!(await findPasswordFacts(tx, input.person.id))) throw noPassword();
        return { recoveryCodes: await renewRecoveryCodes(tx, input.person.id) };
      }),
    'GET /api/account/sessions': ({ person, request }) =>
      listSessions(sql, person.id, sessionHash(request), clock()),
    'DELETE /api/account/sessions/:sessionId': (input) =>
      act(input, 'account.session-ended', async (tx) => {
        if (!(await deleteSessionOf(tx, input.person.id, input.params.sessionId)))
          throw new Problem(404, 'unknown-session', 'There is no such session');
        return {};
      }),
    'DELETE /api/account/other-sessions': (input) =>
      act(input, 'account.other-sessions-ended', async (tx) => ({
        ended: await deleteOtherSessions(tx, input.person.id, sessionHash(input.request)),
      })),
  });
}

function noPassword(): Problem {
  return new Problem(404, 'no-password', 'There is no password to change');
}
