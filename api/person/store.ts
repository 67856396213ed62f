import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import type { Person } from '../http/serve.ts';
import type { Me, Person as Listed, Session } from './contract.ts';

export async function insertOrganisation(db: Db, name: string): Promise<string> {
  const [row] = await db<{ id: string }[]>`insert into organisation (name) values (${name}) returning id`;
  return row!.id;
}

/** Keeps what follows in this transaction from being done to the same organisation's people at the same time. */
export async function lockPeople(tx: Db, organisationId: string): Promise<void> {
  await tx`select from organisation where id = ${organisationId} for update`;
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
    select id, organisation_id, email, name, roles from person
    where lower(email) = lower(${email}) and removed_at is null`;
  return row;
}

/** How far behind the time may be at which a session is said to be last seen. */
const seenSeconds = 60;

export async function findPersonBySession(db: Db, hash: Buffer, now: Date): Promise<Person | undefined> {
  const [row] = await db<(Person & { stale: boolean })[]>`
    select person.id, organisation_id, email, name, roles,
      seen_at < ${now}::timestamptz - make_interval(secs => ${seenSeconds}) as stale
    from session join person on person.id = session.person_id
    where session.hash = ${hash} and session.expires_at > ${now} and removed_at is null`;
  if (!row) return undefined;
  const { stale, ...person } = row;
  if (stale) await db`update session set seen_at = ${now} where hash = ${hash}`;
  return person;
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

export async function deleteUnusedLinks(db: Db, personId: string) {
  await db`delete from sign_in_link where person_id = ${personId} and used_at is null`;
}

export interface NewSession {
  hash: Buffer;
  personId: string;
  expiresAt: Date;
  createdAt: Date;
  via: Session['via'];
  address: string;
  agent: string;
}

/** Forgets the person's sessions that are over, and says that they were here. */
export async function insertSession(db: Db, session: NewSession) {
  const { personId, createdAt } = session;
  const row = { ...session, seenAt: createdAt };
  await db`delete from session where person_id = ${personId} and expires_at <= ${createdAt}`;
  await db`insert into session ${db(row)}`;
  await db`update person set signed_in_at = ${createdAt} where id = ${personId}`;
}

export async function findSession(db: Db, hash: Buffer): Promise<{ createdAt: Date } | undefined> {
  const [row] = await db<{ createdAt: Date }[]>`select created_at from session where hash = ${hash}`;
  return row;
}

const sessionsShown = 100;

/** @returns those that last, seen last first, and no more than a page of them */
export async function listSessions(db: Db, personId: string, hash: Buffer, now: Date): Promise<Session[]> {
  const rows = await db<(Omit<Session, 'createdAt' | 'seenAt'> & { createdAt: Date; seenAt: Date })[]>`
    select id, via, address, agent, created_at, seen_at, hash = ${hash} as current
    from session where person_id = ${personId} and expires_at > ${now}
    order by hash = ${hash} desc, seen_at desc, id limit ${sessionsShown}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
  }));
}

export async function deleteSession(db: Db, hash: Buffer): Promise<void> {
  await db`delete from session where hash = ${hash}`;
}

/** @returns whether it was there and theirs */
export async function deleteSessionOf(db: Db, personId: string, id: string): Promise<boolean> {
  const rows = await db`
    delete from session where person_id = ${personId} and id = ${asId(id)} returning id`;
  return rows.length > 0;
}

/** @param kept the one that goes on @returns how many ended */
export async function deleteOtherSessions(db: Db, personId: string, kept: Buffer): Promise<number> {
  const rows = await db`delete from session where person_id = ${personId} and hash <> ${kept} returning id`;
  return rows.length;
}

export async function getMe(db: Db, personId: string): Promise<Me & { organisationId: string }> {
  const [row] = await db<(Me & { organisationId: string })[]>`
    select person.name, email, roles, organisation.name as organisation, organisation_id
    from person join organisation on organisation.id = organisation_id where person.id = ${personId}`;
  return row!;
}

export interface KnownPassword {
  personId: string;
  hash: string;
  authenticatorKey: string;
}

export async function findPassword(db: Db, email: string): Promise<KnownPassword | undefined> {
  const [row] = await db<KnownPassword[]>`
    select person_id, hash, authenticator_key from password join person on person.id = person_id
    where lower(email) = lower(${email}) and removed_at is null`;
  return row;
}

export async function findPasswordFacts(
  db: Db,
  personId: string,
): Promise<{ setAt: Date; recoveryCodesLeft: number } | undefined> {
  const [row] = await db<{ setAt: Date; recoveryCodesLeft: number }[]>`
    select set_at, (select count(*)::int from recovery_code
      where recovery_code.person_id = password.person_id and used_at is null) as recovery_codes_left
    from password where person_id = ${personId}`;
  return row;
}

export async function savePassword(
  db: Db,
  password: KnownPassword & { lastStep: number; setAt: Date },
): Promise<void> {
  await db`insert into password ${db(password)} on conflict (person_id) do update
    set hash = excluded.hash, authenticator_key = excluded.authenticator_key, last_step = excluded.last_step,
      set_at = excluded.set_at`;
}

export async function deletePassword(db: Db, personId: string): Promise<boolean> {
  await db`delete from recovery_code where person_id = ${personId}`;
  return (await db`delete from password where person_id = ${personId} returning person_id`).length > 0;
}

/** @returns false when a code of this step, or of a later one, was taken already */
export async function takeStep(db: Db, personId: string, step: number): Promise<boolean> {
  const rows = await db`
    update password set last_step = ${step} where person_id = ${personId} and last_step < ${step} returning person_id`;
  return rows.length > 0;
}

export async function replaceRecoveryCodes(db: Db, personId: string, hashes: Buffer[]): Promise<void> {
  await db`delete from recovery_code where person_id = ${personId}`;
  for (const hash of hashes)
    await db`insert into recovery_code (hash, person_id) values (${hash}, ${personId})`;
}

/** @returns false when it is not theirs, or was used */
export async function takeRecoveryCode(db: Db, personId: string, hash: Buffer, now: Date): Promise<boolean> {
  const rows = await db`
    update recovery_code set used_at = ${now}
    where hash = ${hash} and person_id = ${personId} and used_at is null returning hash`;
  return rows.length > 0;
}

/** Counts one more try, before it is tried, so that many at once are counted too. @returns how many since `since` */
export async function countGuess(db: Db, key: Buffer, now: Date, since: Date): Promise<number> {
  await db`delete from guess where at <= ${since}`;
  await db`insert into guess (key, at) values (${key}, ${now})`;
  const [row] = await db<{ count: number }[]>`select count(*)::int as count from guess where key = ${key}`;
  return row!.count;
}

export async function forgetGuesses(db: Db, key: Buffer): Promise<void> {
  await db`delete from guess where key = ${key}`;
}

export async function findPersonByIdentity(
  db: Db,
  issuer: string,
  subject: string,
): Promise<string | undefined> {
  const [row] = await db<{ personId: string }[]>`
    select person_id from identity where issuer = ${issuer} and subject = ${subject}`;
  return row?.personId;
}

export async function insertIdentity(
  db: Db,
  identity: { issuer: string; subject: string; personId: string; createdAt: Date },
): Promise<void> {
  await db`insert into identity ${db(identity)}`;
}

const pagePeople = 100;

type Row = Omit<Listed, 'signedInAt' | 'you'> & { signedInAt: Date | null };

/** By name. @param after the id of the last one known @returns a page, and whether there are more */
export async function listPeople(
  db: Db,
  { id, organisationId }: Person,
  after: string | undefined,
): Promise<{ people: Listed[]; more: boolean }> {
  const rows = await db<Row[]>`
    ${selectPeople(db, organisationId)} and (${after ?? null}::text is null or (lower(name), person.id) >
      (select lower(name), last.id from person last where last.id = ${asId(after)}
        and last.organisation_id = ${organisationId}))
    order by lower(name), person.id limit ${pagePeople + 1}`;
  const people = rows.slice(0, pagePeople).map((row) => asListed(row, id));
  return { people, more: rows.length > pagePeople };
}

/** @param me whose list it is in */
export async function findListed(db: Db, me: Person, personId: string): Promise<Listed | undefined> {
  const [row] = await db<Row[]>`
    ${selectPeople(db, me.organisationId)} and person.id = ${asId(personId)}`;
  return row && asListed(row, me.id);
}

/** Who was invited and never came does not count as an admin who is there. */
function selectPeople(db: Db, organisationId: string) {
  return db`
    select person.id, name, email, roles, signed_in_at,
      exists (select from password where person_id = person.id) as has_password,
      'admin' = any(roles) and not exists (select from person other
        where other.organisation_id = person.organisation_id and other.id <> person.id
          and other.removed_at is null and other.signed_in_at is not null and 'admin' = any(other.roles))
        as last_admin
    from person where person.organisation_id = ${organisationId} and person.removed_at is null`;
}

function asListed({ signedInAt, ...row }: Row, me: string): Listed {
  return { ...row, signedInAt: signedInAt?.toISOString() ?? null, you: row.id === me };
}

export async function updateRoles(db: Db, personId: string, roles: string[]): Promise<void> {
  await db`update person set roles = ${roles} where id = ${personId}`;
}

/** Ends everything they could sign in with. */
export async function removePerson(db: Db, personId: string, now: Date): Promise<void> {
  await deletePassword(db, personId);
  await deleteUnusedLinks(db, personId);
  await db`delete from identity where person_id = ${personId}`;
  await db`delete from session where person_id = ${personId}`;
  await db`update person set removed_at = ${now} where id = ${personId}`;
}
