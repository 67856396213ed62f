import { call } from '../api.ts';

/** What was found; undefined while it is looked at. */
export interface Findings {
  /** What the browser lacks. */
  missing: string[];
  /** Whether a WebSocket gets through to the server. */
  socket: boolean;
  /** Milliseconds until the server answers, the middle of some tries; undefined when it did not. */
  latencyMs: number | undefined;
  narrow: boolean;
}

const features = [
  'Worker',
  'WebSocket',
  'indexedDB',
  'ResizeObserver',
  'structuredClone',
  'AbortSignal',
] as const;
const tries = 5;
const socketMs = 5000;
/** Narrower pages show the parts of the workspace one under another. */
const wide = '(min-width: 860px)';

/** From so many milliseconds on runs and saves feel slow. */
export const slowMs = 400;

/** Looks whether a candidate can work here. */
export async function checkSystem(attemptId: string): Promise<Findings> {
  const [socket, latencyMs] = await Promise.all([socketOpens(), latency(attemptId)]);
  return { missing: missingFeatures(window), socket, latencyMs, narrow: !window.matchMedia(wide).matches };
}

/** @param world the browser's global object */
export function missingFeatures(world: object): string[] {
  return features.filter((name) => !(name in world));
}

/** The middle one of the numbers; undefined without any. */
export function middleOf(numbers: readonly number[]): number | undefined {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

async function latency(attemptId: string): Promise<number | undefined> {
  const times: number[] = [];
  try {
    for (let nth = 0; nth < tries; nth++) {
      const before = performance.now();
      await call('GET /api/attempts/:attemptId', { params: { attemptId } });
      times.push(performance.now() - before);
    }
  } catch {
    return undefined;
  }
  return middleOf(times);
}

/** The server says a word on every WebSocket that gets through. */
function socketOpens(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(new URL('/api/echo', window.location.href.replace(/^http/, 'ws')));
    const timer = setTimeout(() => resolve(false), socketMs);
    const end = (opened: boolean) => {
      clearTimeout(timer);
      resolve(opened);
      socket.close();
    };
    socket.addEventListener('message', () => end(true));
    socket.addEventListener('error', () => end(false));
  });
}
