import { hashPassword, verifyPassword } from '@better-auth/utils/password';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import type { Seal } from '../http/seal.ts';
import { hashSecret } from '../http/secret.ts';
import type { Person } from '../http/serve.ts';
import { makeRecoveryCodes, readRecoveryCode, stepOf } from './authenticator.ts';
import { guessesSince, guessMinutes, maxGuesses, passwordFault } from './person.ts';
import {
  countGuess,
  findPassword,
  forgetGuesses,
  replaceRecoveryCodes,
  savePassword,
  takeRecoveryCode,
  takeStep,
  type KnownPassword,
} from './store.ts';

/** Stands in for the password of somebody who has none, so that the answer takes as long. */
const decoy = `${'0'.repeat(32)}:${'0'.repeat(128)}`;

export interface Given {
  email: string;
  password: string;
  code: string;
}

/**
 * Finds whom an address and a password belong to; the second factor is still to be taken.
 * @throws Problem 429 when it was tried too often, 401 wrong-sign-in whatever else is wrong
 */
export async function checkPassword(sql: Sql, given: Given, now: Date): Promise<KnownPassword> {
  const email = given.email.trim();
  const guesses = await countGuess(sql, guessKey(email), now, guessesSince(now));
  if (guesses > maxGuesses)
    throw new Problem(
      429,
      'too-many-requests',
      `Too many tries. Wait ${guessMinutes} minutes, or use a sign-in link`,
    );
  const known = await findPassword(sql, email);
  const right = await verifyPassword(known?.hash ?? decoy, given.password);
  if (!known || !right) throw wrongSignIn();
  return known;
}

/**
 * Takes the code of the second factor, which works once. Call it inside the transaction that signs in.
 * @throws Problem 401 wrong-sign-in
 */
export async function takeCode(
  tx: Db,
  seal: Seal,
  known: KnownPassword,
  given: Given,
  now: Date,
): Promise<void> {
  const { personId, authenticatorKey } = known;
  const recovery = readRecoveryCode(given.code);
  const taken = recovery
    ? await takeRecoveryCode(tx, personId, hashSecret(recovery), now)
    : await takeStepOf(tx, personId, await stepOf(await seal.open(authenticatorKey), given.code, now));
  if (!taken) throw wrongSignIn();
  await forgetGuesses(tx, guessKey(given.email.trim()));
}

/**
 * Makes the password and the authenticator the person's only ones.
 * @param chosen `key` of the authenticator, proved by `code`
 * @returns new recovery codes, which are stored nowhere
 * @throws Problem 400 wrong-code or weak-password
 */
export async function setPassword(
  tx: Db,
  seal: Seal,
  person: Person,
  chosen: { password: string; key: string; code: string },
  now: Date,
): Promise<string[]> {
  const fault = passwordFault(chosen.password, person);
  if (fault) throw new Problem(400, 'weak-password', fault);
  const lastStep = await stepOf(chosen.key, chosen.code, now);
  if (lastStep === undefined)
    throw new Problem(400, 'wrong-code', 'This is not the code that the authenticator shows now');
  await savePassword(tx, {
    personId: person.id,
    hash: await hashPassword(chosen.password),
    authenticatorKey: await seal.close(chosen.key),
    lastStep,
    setAt: now,
  });
  return renewRecoveryCodes(tx, person.id);
}

/** @returns new recovery codes, which are stored nowhere; the earlier ones work no more */
export async function renewRecoveryCodes(tx: Db, personId: string): Promise<string[]> {
  const codes = makeRecoveryCodes();
  await replaceRecoveryCodes(tx, personId, codes.map(hashSecret));
  return codes;
}

function takeStepOf(tx: Db, personId: string, step: number | undefined): Promise<boolean> {
  return step === undefined ? Promise.resolve(false) : takeStep(tx, personId, step);
}

function guessKey(email: string): Buffer {
  return hashSecret(`password ${email.toLowerCase()}`);
}

/** One answer, so that nobody learns which of the three was wrong, or who is known here. */
function wrongSignIn(): Problem {
  return new Problem(401, 'wrong-sign-in', 'The e-mail address, the password or the code is wrong');
}
