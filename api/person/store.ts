import type { Db } from '../db/connect.ts';
import type { Person } from '../http/serve.ts';
import type { Me } from './contract.ts';

export async function insertOrganisation(db: Db, name: string): Promise<string> {
  const [row] = await db<{ id: string }[]>`insert into organisation (name) values (${name}) returning id`;
  return row!.id;
}

export async function insertPerson(
  db: Db,
  person: { organisationId: string; email: string; name: string; roles: string[] },
): Promise<string> {
  const [row] = await db<{ id: string }[]>`
    insert into person (organisation_id, email, name, roles)
    values (${person.organisationId}, ${person.email}, ${person.name}, ${person.roles}) returning id`;
  return row!.id;
}

export async function findPersonByEmail(db: Db, email: string): Promise<Person | undefined> {
  const [row] = await db<Person[]>`
    select id, organisation_id, email, name, roles from person where email = ${email}`;
  return row;
}

export async function findPersonBySession(db: Db, hash: Buffer, now: Date): Promise<Person | undefined> {
  const [row] = await db<Person[]>`
    select person.id, organisation_id, email, name, roles
    from session join person on person.id = session.person_id
    where session.hash = ${hash} and session.expires_at > ${now}`;
  return row;
}

export async function insertSignInLink(db: Db, hash: Buffer, personId: string, expiresAt: Date) {
  await db`insert into sign_in_link (hash, person_id, expires_at) values (${hash}, ${personId}, ${expiresAt})`;
}

/** Uses the link up. @returns whom it signs in, or undefined when it is unknown, used or too old */
export async function claimSignInLink(db: Db, hash: Buffer, now: Date): Promise<string | undefined> {
  const [row] = await db<{ personId: string }[]>`
    update sign_in_link set used_at = ${now}
    where hash = ${hash} and used_at is null and expires_at > ${now} returning person_id`;
  return row?.personId;
}

export async function insertSession(db: Db, hash: Buffer, personId: string, expiresAt: Date) {
  await db`insert into session (hash, person_id, expires_at) values (${hash}, ${personId}, ${expiresAt})`;
}

export async function deleteSession(db: Db, hash: Buffer) {
  await db`delete from session where hash = ${hash}`;
}

export async function getMe(db: Db, personId: string): Promise<Me & { organisationId: string }> {
  const [row] = await db<(Me & { organisationId: string })[]>`
    select person.name, email, roles, organisation.name as organisation, organisation_id
    from person join organisation on organisation.id = organisation_id where person.id = ${personId}`;
  return row!;
}
