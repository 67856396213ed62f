import { type ComponentType, lazy } from 'react';

const retryMs = [500, 2_000];

/** A part of the page that is fetched when it is first shown; asked for again where it does not come. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>) {
  return lazy(async () => ({ default: await persistently(load) }));
}

/** @throws what the last try threw */
async function persistently<T>(load: () => Promise<T>): Promise<T> {
  for (const ms of retryMs)
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  return load();
}
