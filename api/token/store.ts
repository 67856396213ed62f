import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import type { Bearer } from '../http/guard.ts';
import type { Scope } from '../http/roles.ts';
import { listedDays } from './token.ts';

export interface TokenRow {
  id: string;
  name: string;
  shown: string;
  scopes: Scope[];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

function select(db: Db) {
  return db`
    select api_token.id, api_token.name, shown, scopes, person.name as created_by, api_token.created_at, expires_at,
      last_used_at, revoked_at
    from api_token join person on person.id = api_token.created_by`;
}

export async function listTokens(db: Db, organisationId: string, now: Date): Promise<TokenRow[]> {
  const since = new Date(now.getTime() - listedDays * 86_400_000);
  return db<TokenRow[]>`
    ${select(db)}
    where api_token.organisation_id = ${organisationId} and coalesce(revoked_at, expires_at) > ${since}
    order by api_token.created_at desc, api_token.id limit 200`;
}

/** How many tokens of an organisation work; until the transaction ends nobody else makes one for it. */
export async function countTokens(tx: Db, organisationId: string, now: Date): Promise<number> {
  await tx`select 1 from organisation where id = ${organisationId} for update`;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from api_token
    where organisation_id = ${organisationId} and revoked_at is null and expires_at > ${now}`;
  return row!.count;
}

export async function insertToken(
  tx: Db,
  token: {
    organisationId: string;
    name: string;
    shown: string;
    hash: Buffer;
    scopes: string[];
    createdBy: string;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<TokenRow> {
  const [made] = await tx<{ id: string }[]>`insert into api_token ${tx(token)} returning id`;
  const [row] = await tx<TokenRow[]>`${select(tx)} where api_token.id = ${made!.id}`;
  return row!;
}

/** @returns false when the organisation has no such token, or it is revoked already */
export async function revokeToken(
  tx: Db,
  organisationId: string,
  tokenId: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx`
    update api_token set revoked_at = ${now}
    where id = ${asId(tokenId)} and organisation_id = ${organisationId} and revoked_at is null returning id`;
  return rows.length === 1;
}

/** Finds what a token may do, and notes that it was used. @returns undefined when it works no more, or never did */
export async function findBearer(db: Db, hash: Buffer, now: Date): Promise<Bearer | undefined> {
  const [row] = await db<BearerRow[]>`
    select api_token.id as token_id, scopes, person.id, api_token.organisation_id, email, person.name,
      last_used_at is null or last_used_at < ${now}::timestamptz - interval '1 minute' as unnoted
    from api_token join person on person.id = created_by
    where hash = ${hash} and revoked_at is null and expires_at > ${now} and removed_at is null`;
  if (!row) return undefined;
  const { scopes, unnoted, ...person } = row;
  if (unnoted) await db`update api_token set last_used_at = ${now} where id = ${person.tokenId}`;
  return { scopes, person: { ...person, roles: [] } };
}

interface BearerRow {
  tokenId: string;
  scopes: string[];
  id: string;
  organisationId: string;
  email: string;
  name: string;
  unnoted: boolean;
}
