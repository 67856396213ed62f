import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret } from '../http/secret.ts';
import { guessesSince, guessMinutes, linkMinutes, maxLinks } from './person.ts';
import { countGuess, findPersonByEmail } from './store.ts';

export interface LinkMessage {
  to: { name: string; address: string };
  subject: string;
  text: string;
}

/**
 * Makes a sign-in link for whoever has the address.
 * @returns the e-mail that brings it, or undefined when nobody here has it
 * @throws Problem 429 when it was asked for too often, whoever has it
 */
export async function askForLink(
  sql: Sql,
  makeLink: (tx: Db, personId: string) => Promise<string>,
  given: string,
  now: Date,
): Promise<LinkMessage | undefined> {
  const email = given.trim();
  const key = hashSecret(`link ${email.toLowerCase()}`);
  if ((await countGuess(sql, key, now, guessesSince(now))) > maxLinks)
    throw new Problem(429, 'too-many-requests', `Too many links. Wait ${guessMinutes} minutes`);
  const person = await findPersonByEmail(sql, email);
  if (!person) return undefined;
  const { id: personId, organisationId, name, email: address } = person;
  const link = await sql.begin(async (tx) => {
    await audit(tx, { at: now, organisationId, action: 'person.link-asked', subject: personId });
    return makeLink(tx, personId);
  });
  const text = [
    `Hello ${name},`,
    'this link signs you in to Proofload:',
    link,
    `It works once, within ${linkMinutes} minutes. If you did not ask for it, leave it be.`,
  ].join('\n\n');
  return { to: { name, address }, subject: 'Your sign-in link', text };
}
