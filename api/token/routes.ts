import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { scopes, type Scope } from '../http/roles.ts';
import { hashSecret } from '../http/secret.ts';
import { serve, type Guard } from '../http/serve.ts';
import { tokenContract, type ApiToken } from './contract.ts';
import { countTokens, insertToken, listTokens, revokeToken, type TokenRow } from './store.ts';
import { makeToken, maxTokens, tokenExpiry, tokenState } from './token.ts';

const offered = (Object.entries(scopes) as [Scope, string][]).map(([scope, what]) => ({ scope, what }));

export function tokenRoutes(
  app: FastifyInstance,
  guard: Guard,
  { sql, clock }: { sql: Sql; clock: Clock },
): void {
  serve(app, guard, tokenContract, {
    'GET /api/tokens': async ({ person }) => {
      const now = clock();
      const rows = await listTokens(sql, person.organisationId, now);
      return { scopes: offered, tokens: rows.map((row) => asToken(row, now)) };
    },
    'POST /api/tokens': async ({ person, body }) => {
      const now = clock();
      const { organisationId, id: personId } = person;
      const { secret, shown } = makeToken();
      const token = await sql.begin(async (tx) => {
        if ((await countTokens(tx, organisationId, now)) >= maxTokens)
          throw new Problem(409, 'too-many-tokens', `There are ${maxTokens} tokens; revoke one first`);
        const row = await insertToken(tx, {
          organisationId,
          name: body.name,
          scopes: body.scopes,
          shown,
          hash: hashSecret(secret),
          createdBy: personId,
          createdAt: now,
          expiresAt: tokenExpiry(now, body.days),
        });
        const facts = { name: body.name, scopes: body.scopes.join(' '), days: body.days };
        await audit(tx, {
          at: now,
          organisationId,
          personId,
          action: 'token.made',
          subject: row.id,
          facts,
        });
        return row;
      });
      return { token: asToken(token, now), secret };
    },
    'DELETE /api/tokens/:tokenId': async ({ person, params }) => {
      const at = clock();
      const { organisationId, id: personId } = person;
      const { tokenId: subject } = params;
      await sql.begin(async (tx) => {
        if (!(await revokeToken(tx, organisationId, subject, at)))
          throw new Problem(404, 'unknown-token', 'There is no such token, or it is revoked already');
        await audit(tx, { at, organisationId, personId, action: 'token.revoked', subject });
      });
      return {};
    },
  });
}

function asToken(row: TokenRow, now: Date): ApiToken {
  const { revokedAt: _, ...token } = row;
  return {
    ...token,
    state: tokenState(row, now),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
