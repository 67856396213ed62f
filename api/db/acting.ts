import { AsyncLocalStorage } from 'node:async_hooks';

/** The API token by which the present request is made, if it is made by one; audit rows name it. */
export const actingToken = new AsyncLocalStorage<string | undefined>();
