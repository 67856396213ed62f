// What a challenge's load.ts imports as 'proofload/load'.

/** One request, made anew for every arrival from the arrival's own random numbers. */
export interface LoadRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Whether the answer is right: only right answers count. `json` is the parsed body, undefined when it is not JSON. */
  check: (status: number, json: unknown) => boolean;
}

/** Uniform random numbers from the arrival's seed. */
export interface Random {
  /** Whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
}

export interface LoadKind {
  name: string;
  /** Share of the traffic, relative to the other kinds. */
  weight: number;
  make(random: Random): LoadRequest;
}

/** A challenge's load: `export default defineLoad([...])`. */
export function defineLoad(kinds: readonly LoadKind[]): readonly LoadKind[] {
  return kinds;
}
