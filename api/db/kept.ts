import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

const reopenMs = 1000;

/** One connection, opened again whenever it breaks. */
export class Kept {
  readonly #make: () => Client;
  readonly #onOpen: (client: Client) => Promise<void>;
  readonly #onNotice: () => void;
  readonly #closing = new AbortController();
  #client: Client | undefined;

  constructor(make: () => Client, onOpen: (client: Client) => Promise<void>, onNotice: () => void) {
    this.#make = make;
    this.#onOpen = onOpen;
    this.#onNotice = onNotice;
  }

  async open(): Promise<void> {
    const client = this.#make();
    // It is told by 'end' too, which comes after.
    client.on('error', () => undefined);
    client.on('notification', this.#onNotice);
    try {
      await client.connect();
      await this.#onOpen(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    client.once('end', () => void this.#reopen());
  }

  async #reopen(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const opened = await this.open().then(
        () => true,
        () => false,
      );
      if (opened) break;
      await sleep(reopenMs, undefined, { signal }).catch(() => undefined);
    }
    if (signal.aborted) await this.#client?.end();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client?.end();
  }
}
