import { useSyncExternalStore } from 'react';

/** How many errors the editor sees in each file; files without any are left out. */
export type Problems = ReadonlyMap<string, number>;

let problems: Problems = new Map();
const listeners = new Set<() => void>();

/** Tells the page what the editor sees. */
export function setProblems(next: Problems): void {
  problems = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useProblems = () => useSyncExternalStore(subscribe, () => problems);
