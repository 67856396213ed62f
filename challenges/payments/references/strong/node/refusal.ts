import { Problem } from './problem.ts';

const titles: Record<string, string> = {
  'not-found': 'There is no such thing',
  'insufficient-funds': 'The account does not hold that much',
  'not-refundable': 'The charge has not succeeded',
  'refund-too-large': 'That is more than is left of the charge',
  'key-reused': 'This Idempotency-Key was used for another request',
};

/** Runs a statement. @throws Problem for what a function of schema.sql refused */
export async function refusing<T>(statement: PromiseLike<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const status = /^PR(\d{3})$/.exec(code ?? '')?.[1];
    throw status ? new Problem(Number(status), message, titles[message] ?? message) : error;
  }
}
