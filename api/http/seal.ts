// Secrets that the platform must be able to read again, such as the key of somebody's authenticator, are stored sealed: who
// has the database alone cannot read them.
import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { Problem } from './problem.ts';
import { makeSecret } from './secret.ts';

export interface Seal {
  close: (text: string) => Promise<string>;
  /** @throws Problem 500 other-secret when it was sealed with another secret */
  open: (sealed: string) => Promise<string>;
}

/** @param secret what every process on one database is given alike */
export function makeSeal(secret: string): Seal {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'proofload seal', 32));
  return {
    close: (text) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(key),
    open: async (sealed) => {
      const opened = await compactDecrypt(sealed, key).catch((error: unknown) => {
        const title = 'A stored secret cannot be read: the platform runs with another SECRET than before';
        throw Object.assign(new Problem(500, 'other-secret', title), { cause: error });
      });
      return new TextDecoder().decode(opened.plaintext);
    },
  };
}

/** @returns the secret that `folder` keeps, made the first time */
export async function keptSecret(folder: string): Promise<string> {
  const path = join(folder, 'secret');
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, makeSecret(), { mode: 0o600 });
  // Of several that start together one gives its own a name, and all read that one, which is whole.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return readFile(path, 'utf8');
}
