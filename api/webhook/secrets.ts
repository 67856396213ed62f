// The secrets that sign are stored sealed: who has the database alone cannot send in our name.
import type { Sql } from '../db/connect.ts';
import type { Seal } from '../http/seal.ts';
import { listReadable, sealSecret } from './store.ts';

/** Seals what a version before this one stored readable. Done again it finds nothing to do. */
export async function sealReadable(sql: Sql, seal: Seal): Promise<void> {
  await sql.begin(async (tx) => {
    for (const { id, secret, oldSecret } of await listReadable(tx))
      await sealSecret(tx, id, await seal.close(secret), oldSecret && (await seal.close(oldSecret)));
  });
}

/**
 * @returns the secrets that sign now: for a while after a change there are two. An old one that cannot be read any more
 * signs no more.
 * @throws Problem 500 other-secret
 */
export async function openSecrets(
  seal: Seal,
  sealed: { sealedSecret: string; oldSealedSecret: string | null; oldSecretUntil: Date | null },
  now: Date,
): Promise<string[]> {
  const { sealedSecret, oldSealedSecret, oldSecretUntil } = sealed;
  const secret = await seal.open(sealedSecret);
  if (!oldSealedSecret || !oldSecretUntil || oldSecretUntil <= now) return [secret];
  const old = await seal.open(oldSealedSecret).catch(() => undefined);
  return old === undefined ? [secret] : [secret, old];
}
