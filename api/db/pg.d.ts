// What is used of the library, which comes without types.
declare module 'pg' {
  import type { EventEmitter } from 'node:events';

  export interface Result {
    rows: Record<string, unknown>[];
    fields: { name: string }[];
    /** What was done, such as COMMIT. */
    command: string;
  }

  interface Settings {
    connectionString: string;
    application_name?: string;
    keepAlive?: boolean;
    connectionTimeoutMillis?: number;
    /** Sends a statement without waiting for the answer to the one before. */
    pipeline?: boolean;
  }

  export interface Queryable {
    query(text: string | { text: string; values: unknown[] }, values?: unknown[]): Promise<Result>;
    end(): Promise<void>;
  }

  export interface Client extends EventEmitter, Queryable {
    connect(): Promise<void>;
  }
  export const Client: new (settings: Settings) => Client;

  export interface PooledClient extends EventEmitter, Queryable {
    /** @param broken whether it is of no use any more */
    release(broken: boolean): void;
  }

  export interface Pool extends EventEmitter, Queryable {
    connect(): Promise<PooledClient>;
  }
  export const Pool: new (settings: Settings & { max: number; idleTimeoutMillis: number }) => Pool;
}
