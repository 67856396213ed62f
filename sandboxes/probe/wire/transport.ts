// How requests reach the service. Every answer is the candidate's: a transport bounds its header and its form, never
// follows, never unpacks, never tries again.
import type { Headers } from '../kit/load.ts';

export interface WireRequest {
  method: string;
  path: string;
  /** By lower-case name. */
  headers: Record<string, string>;
  body?: string;
}

/** What a transport says of one answer, in this order; after onEnd or onFailure nothing more. */
export interface Receiver {
  onHead(status: number, headers: Headers): void;
  /** @param chunk valid during the call only */
  onBody(chunk: Buffer): void;
  onEnd(): void;
  onFailure(failure: WireFailure): void;
}

/** `own-limit`: this machine could not open a connection; no fault of the service. */
export type WireFailure = 'connection' | 'garbage' | 'too-large' | 'own-limit';

export interface Transport {
  /**
   * Sends at once: on an idle connection, or on a new one when there is none, or when `fresh`.
   * @returns what ends it from our side; nothing is received after that
   * @throws RangeError when it is no valid request
   */
  send(request: WireRequest, fresh: boolean, receiver: Receiver): () => void;
  close(): Promise<void>;
}

/** The largest header of an answer. */
export const maxHeadBytes = 16_384;
/** Idle for longer, a connection is not used again: common servers close theirs after 2 or 5 s, and would race us. */
export const maxIdleMs = 900;

/** What a connection's error means. */
export function failureOf(error: Error): WireFailure {
  const code = 'code' in error ? String(error.code) : '';
  return ownLimits.has(code) ? 'own-limit' : 'connection';
}

const ownLimits = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM']);
