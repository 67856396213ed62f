import { Client, Pool, type PooledClient, type Queryable, type Result } from 'pg';
import { answered } from './away.ts';
import { Kept } from './kept.ts';
import { Inserted, Json, Statement, toCamel } from './sql.ts';

/** Where statements are sent: a pool, or one connection inside a transaction. The statements of a store take either. */
export interface Db {
  <Rows extends object[] = Record<string, unknown>[]>(
    strings: TemplateStringsArray,
    ...args: unknown[]
  ): Statement<Rows>;
  /** The columns and values of one row, as an insert names them. */
  (row: object & { length?: never }): Inserted;
  json(value: unknown): Json;
  /** Sends text that was written elsewhere; columns keep their names. Without values it may hold several statements. */
  unsafe(text: string, values?: unknown[]): Promise<object[]>;
}

export interface Sql extends Db {
  /** Commits when `work` ends well, and keeps nothing when it throws or the connection breaks. */
  begin<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /** Lends one connection. */
  reserve<T>(work: (connection: Db) => Promise<T>): Promise<T>;
  /**
   * Keeps one more connection for what lives as long as it: a lock, a subscription. When it breaks another one is opened,
   * again and again.
   * @param onOpen what each is opened for; the first time, what it throws is thrown here
   * @param onNotice called for everything it is notified of
   * @returns closes it
   */
  keep(onOpen: (connection: Db) => Promise<void>, onNotice?: () => void): Promise<() => Promise<void>>;
  end(): Promise<void>;
}

const connectMs = 10_000;
const idleMs = 60_000;

/**
 * Opens a pool of at most `max` connections. What is sent while the server is away fails with DatabaseAway; afterwards it
 * works again. On one connection statements are answered in the order they are sent, and may be sent together.
 */
export function connect(url: string, max = 10): Sql {
  const settings = {
    connectionString: url,
    application_name: 'proofload',
    keepAlive: true,
    connectionTimeoutMillis: connectMs,
  };
  const pool = new Pool({ ...settings, max, idleTimeoutMillis: idleMs, pipeline: true });
  // A connection that breaks while nobody uses it is replaced when it is needed.
  pool.on('error', () => undefined);
  const kept = new Set<Kept>();
  return Object.assign(dbOf(pool), {
    reserve: <T>(work: (connection: Db) => Promise<T>) => borrow(pool, (client) => work(dbOf(client))),
    begin: <T>(work: (tx: Db) => Promise<T>) => borrow(pool, (client) => transact(client, work)),
    keep: async (onOpen: (connection: Db) => Promise<void>, onNotice: () => void = () => undefined) => {
      const one = new Kept(
        () => new Client(settings),
        (client) => onOpen(dbOf(client)),
        onNotice,
      );
      await one.open();
      kept.add(one);
      return () => one.close();
    },
    end: async () => {
      await Promise.all([...kept].map((one) => one.close()));
      await pool.end();
    },
  });
}

/** A connection that breaks while it is lent is not used again. */
async function borrow<T>(pool: Pool, work: (client: PooledClient) => Promise<T>): Promise<T> {
  const client = await answered(pool.connect());
  let broken = false;
  const onBroken = () => {
    broken = true;
  };
  client.on('error', onBroken);
  try {
    return await work(client);
  } finally {
    client.off('error', onBroken);
    client.release(broken);
  }
}

async function transact<T>(client: Queryable, work: (tx: Db) => Promise<T>): Promise<T> {
  try {
    const [, result] = await Promise.all([answered(client.query('begin')), work(dbOf(client))]);
    // After a statement that failed, PostgreSQL answers a commit with a rollback.
    if ((await answered(client.query('commit'))).command !== 'COMMIT')
      throw new Error('A statement had failed');
    return result;
  } catch (error) {
    // Without a connection there is nothing to undo.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

function dbOf(target: Queryable): Db {
  const send = async (text: string, values: unknown[]) =>
    rowsOf(await answered(target.query({ text, values })));
  const tag = (first: TemplateStringsArray | object, ...args: unknown[]) =>
    isTemplate(first) ? new Statement(first, args, send) : new Inserted(first);
  return Object.assign(tag, {
    json: (value: unknown) => new Json(value),
    unsafe: async (text: string, values?: unknown[]) => (await answered(target.query(text, values))).rows,
  }) as Db;
}

function isTemplate(first: TemplateStringsArray | object): first is TemplateStringsArray {
  return Array.isArray(first) && 'raw' in first;
}

function rowsOf({ rows, fields }: Result): object[] {
  const names = fields.map(({ name }) => [name, toCamel(name)] as const);
  return rows.map((row) => Object.fromEntries(names.map(([name, key]) => [key, row[name]])));
}
