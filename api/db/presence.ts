import type { Db, Sql } from './connect.ts';

/** Any constant will do: it keeps two processes from noticing the same silence. */
const lockKey = 7_203_115;
/** An API process that is there says so every second; so long without one is a silence. */
const silentSeconds = 5;

/** One process of the platform, as the others know it. */
export interface Process {
  name: string;
  /** Whether it answers people. */
  api: boolean;
  /** Whether it runs sandboxes. */
  runner: boolean;
  /** Where other processes reach a runner, and what they show to be let in; null when none may. */
  url: string | null;
  secret: string | null;
}

/** Says that this process is there, and notices when nobody was there for people. */
export class Presence {
  readonly #sql: Sql;
  readonly #me: Process;
  readonly #onSilence: (tx: Db, since: Date) => Promise<void>;
  #started = false;
  #lastMs = performance.now();

  /** @param onSilence told, inside the transaction that ends it, since when no API process was there */
  constructor(sql: Sql, me: Process, onSilence: (tx: Db, since: Date) => Promise<void>) {
    this.#sql = sql;
    this.#me = me;
    this.#onSilence = onSilence;
  }

  get name(): string {
    return this.#me.name;
  }

  /** Milliseconds since the database last heard of this process. */
  get silentMs(): number {
    return performance.now() - this.#lastMs;
  }

  async beat(): Promise<void> {
    await this.#sql.begin(async (tx) => {
      const since = this.#me.api ? await silentSince(tx, this.#me.name, this.#started) : null;
      await saveProcess(tx, this.#me);
      if (since) await this.#onSilence(tx, since);
    });
    this.#started = true;
    this.#lastMs = performance.now();
  }
}

/**
 * When an API process starts it was away, however short, and when PostgreSQL started nobody was there for people: unless
 * another process has been there since, that was a silence.
 */
async function silentSince(tx: Db, name: string, started: boolean): Promise<Date | null> {
  await tx`select pg_advisory_xact_lock(${lockKey})`;
  const [row] = await tx<{ since: Date | null }[]>`
    select max(seen_at) as since from process where api
    having max(seen_at) filter (where ${started} or name <> ${name}) is null
      or max(seen_at) filter (where ${started} or name <> ${name})
        < greatest(pg_postmaster_start_time(), clock_timestamp() - ${silentSeconds} * interval '1 second')`;
  return row?.since ?? null;
}

async function saveProcess(tx: Db, me: Process): Promise<void> {
  await tx`
    insert into process ${tx({ ...me })} on conflict (name) do update set api = excluded.api,
      runner = excluded.runner, url = excluded.url, secret = excluded.secret, seen_at = clock_timestamp()`;
}

/** @returns where a runner is reached and what lets one in; undefined when it takes no calls */
export async function findRunner(db: Db, name: string): Promise<{ url: string; secret: string } | undefined> {
  const [row] = await db<{ url: string; secret: string }[]>`
    select url, secret from process where name = ${name} and url is not null`;
  return row;
}

/** @returns whether any process that runs sandboxes is there now */
export async function hasRunner(db: Db): Promise<boolean> {
  const rows = await db`
    select 1 from process
    where runner and seen_at > clock_timestamp() - ${silentSeconds} * interval '1 second'`;
  return rows.length > 0;
}
