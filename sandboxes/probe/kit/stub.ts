// What a challenge's stubs, checks and storms import as 'proofload/stub'. A stub plays a third party that the
// candidate's service calls. It runs where the candidate cannot reach; on the probe's side `stub(name)` tells it how to
// behave, and what it has seen.
import { Agent, request } from 'undici';

/** What came from the candidate's service. */
export interface StubRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** The parsed JSON, undefined when it is none. */
  body: unknown;
  /** The body as it came. */
  text: string;
}

export interface StubAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
}

export interface Notification {
  /** Where the candidate's service takes it, such as http://127.0.0.1:8080/webhooks. */
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body: unknown;
}

/** What a stub may do beside answering. */
export interface StubSelf {
  /**
   * Calls the candidate's service, at least once: again with growing pauses (0.2 s, 0.4 s, …) until it answers 2xx, at
   * most 8 times in all.
   */
  notify(notification: Notification, options?: { afterMs?: number }): void;
}

export interface Stub {
  /** 9100 to 9199, and no other stub's. */
  port: number;
  /** The third party when it is well. Decided by the request and what it was asked before, never by chance or the clock. */
  answer(request: StubRequest, self: StubSelf): StubAnswer | Promise<StubAnswer>;
}

/** A third party: `export default defineStub({ port, answer })` in stubs/<name>.ts. */
export function defineStub(definition: Stub): Stub {
  return definition;
}

/**
 * How a third party misbehaves; in everything not named it is well. Shares are from 0 to 1 of its calls. A call that is
 * late, hung up on, cut or garbled was carried out, and only the answer is lost; one that failed or was refused was not.
 */
export interface Behaviour {
  /** Every answer comes this much later. */
  delayMs?: number;
  /** Answers with this status, and does nothing. */
  fail?: { status: number; share: number };
  /** Never answers, and keeps the connection open. */
  hang?: number;
  /** Answers 200 with something that is not JSON. */
  garbage?: number;
  /** Cuts the connection instead of answering. */
  cut?: number;
  /** Refuses with 429 what comes beyond so many calls in any second. */
  perSecond?: number;
  /** Delivers every notification twice, both at once. */
  twice?: boolean;
}

export interface Call extends Omit<StubRequest, 'text'> {
  /** Milliseconds since 1970. */
  at: number;
  /** null when it was never answered. */
  status: number | null;
}

/** One attempt to deliver a notification. */
export interface Delivery {
  at: number;
  url: string;
  body: unknown;
  /** null when there was no answer. */
  status: number | null;
  /** Counted from 1. */
  attempt: number;
}

export interface StubControl {
  /** From the next call on. @throws Error when the behaviour makes no sense */
  behave(behaviour: Behaviour): Promise<void>;
  well(): Promise<void>;
  /** All since the last reset, or the last 20,000 of them. */
  calls(): Promise<Call[]>;
  /** How many calls since the last reset. */
  count(): Promise<number>;
  /** Attempts since the last reset, or the last 20,000 of them. */
  deliveries(): Promise<Delivery[]>;
  /** Well again, nothing seen and nothing sent; notifications still to come are dropped. What it knows itself, it keeps. */
  reset(): Promise<void>;
}

const control = new Agent({
  connect: { socketPath: process.env['PROOFLOAD_STUBS'] ?? '/control/stubs.sock' },
  // A connection for each request: none can be found closed when it is used again.
  pipelining: 0,
});
const unwell = new Set<string>();

/** The probe's side of stubs/<name>.ts. Whatever a check made it do ends with the check. */
export function stub(name: string): StubControl {
  return {
    behave: async (behaviour) => {
      unwell.add(name);
      await tell(name, 'behave', behaviour);
    },
    well: async () => {
      await tell(name, 'behave', {});
      unwell.delete(name);
    },
    calls: async () => (await tell(name, 'calls')) as Call[],
    count: async () => (await tell(name, 'count')) as number,
    deliveries: async () => (await tell(name, 'deliveries')) as Delivery[],
    reset: async () => {
      await tell(name, 'reset');
      unwell.delete(name);
    },
  };
}

/** Ends every misbehaviour that was begun here. */
export async function allWell(): Promise<void> {
  await Promise.all([...unwell].map((name) => stub(name).well()));
}

async function tell(name: string, what: string, value?: unknown): Promise<unknown> {
  const { statusCode, body } = await request(`http://stubs/${name}/${what}`, {
    method: 'POST',
    body: value === undefined ? null : JSON.stringify(value),
    dispatcher: control,
  });
  const text = await body.text();
  if (statusCode === 200) return JSON.parse(text);
  throw new Error(`stub ${name}: ${text}`);
}
