// Where the call that is being answered came from, for whoever writes down what it did. It goes along by itself, so that no
// act can forget it.
import { AsyncLocalStorage } from 'node:async_hooks';

const calls = new AsyncLocalStorage<string>();

/** Does `work` as part of a call from `address`. */
export function callFrom<T>(address: string, work: () => T): T {
  return calls.run(address, work);
}

/** @returns the caller's address; undefined for what no call did */
export function callerAddress(): string | undefined {
  return calls.getStore();
}
