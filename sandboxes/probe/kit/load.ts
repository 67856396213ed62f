// What a challenge's load.ts imports as 'proofload/load'.

/** One request, made anew for every arrival from the arrival's own random numbers. */
export type LoadRequest = HttpRequest | EventsRequest | SocketRequest;

interface Common {
  path: string;
  headers?: Record<string, string>;
  /** In a scenario: how long after the answer before it this is due. */
  thinkMs?: number;
}

/** A request and its answer. */
export interface HttpRequest extends Common {
  type?: 'http';
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /**
   * Whether the answer is right: only right answers count. `incomplete` is a failure as well, and no wrong answer: nothing in
   * it is untrue, and it says itself that something is missing. `json` is the parsed body, undefined when it is not JSON.
   */
  check: (status: number, json: unknown, headers: Headers) => boolean | 'incomplete';
}

/** A stream of server-sent events. It takes until the last expected event came; then the connection is closed. */
export interface EventsRequest extends Common {
  type: 'events';
  /** How many events are expected, at least 1. */
  count: number;
  /** Whether they are right. */
  check: (events: readonly ServerEvent[]) => boolean;
}

/** A WebSocket of its own: opened, written to, read until the last expected message came, and closed. */
export interface SocketRequest extends Common {
  type: 'websocket';
  /** Messages sent once it is open; a string as it is, anything else as JSON. */
  send: readonly unknown[];
  /** How many messages are expected, at least 1. */
  count: number;
  /** Whether they are right. */
  check: (messages: readonly string[]) => boolean;
}

export interface ServerEvent {
  /** `message` when the service named none. */
  event: string;
  data: string;
  id: string;
}

/** Header values by lower-case name; those of several lines are joined by a comma. */
export type Headers = ReadonlyMap<string, string>;

/** A right answer, as the later steps of a scenario see it. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed body; the list of events or messages. */
  json: unknown;
}

/** Uniform random numbers from the arrival's seed. */
export interface Random {
  /** Whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
}

export type LoadKind = RequestKind | Scenario;

interface KindOptions {
  name: string;
  /** Share of the traffic, relative to the other kinds. */
  weight: number;
  /** Share of its requests, 0 to 1, that come on a connection of their own; the others share open ones. */
  freshShare?: number;
}

export interface RequestKind extends KindOptions {
  make(random: Random): LoadRequest;
}

/**
 * Several requests of one visitor, each sent when the one before was answered and the pause after it is over. Each counts
 * by itself, from its own due time. After a wrong answer the rest cannot be sent, and each of them has failed too.
 */
export interface Scenario extends KindOptions {
  /** Makers of the requests; each may use the answers that came before. */
  steps: readonly ((random: Random, earlier: readonly Answer[]) => LoadRequest)[];
}

/** A challenge's load: `export default defineLoad([...])`. */
export function defineLoad(kinds: readonly LoadKind[]): readonly LoadKind[] {
  return kinds;
}
