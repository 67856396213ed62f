/** What the server of known delay is told. */
export type ToServer = { type: 'stall'; afterMs: number; forMs: number } | { type: 'report' };

/** What it saw since it was last asked. */
export interface ServerReport {
  /** When each request arrived, on a clock of its own. */
  arrivedMs: number[];
  /** How long each answer really took. */
  tookMs: number[];
}
