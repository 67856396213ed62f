import { Problem } from './problem.ts';

const maxId = 2 ** 31 - 1;

/** A positive whole number that fits PostgreSQL's integer. */
export function idFrom(text: unknown, name = 'id'): number {
  const id = Number(text);
  if (!/^\d{1,10}$/.test(String(text)) || id < 1 || id > maxId) {
    throw new Problem(400, `${name} must be a positive whole number`);
  }
  return id;
}

export function limitFrom(text: string | undefined, usual: number, most: number): number {
  return text === undefined ? usual : Math.min(idFrom(text, 'limit'), most);
}

export function optionalId(text: string | undefined, name: string): number | undefined {
  return text === undefined ? undefined : idFrom(text, name);
}
