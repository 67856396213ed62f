// Holds routes against the table of roles: every route, called as every kind of caller there is. It knows no route by name, so
// that a new one is held against it too.
import { Value } from 'typebox/value';
import type { Contract, Route, Who } from '../../api/http/contract.ts';
import { may, roles, type Role } from '../../api/http/roles.ts';

export type Caller = 'nobody' | 'the candidate' | 'another candidate' | Role;
export const callers: Caller[] = ['nobody', 'the candidate', 'another candidate', ...roles];

export interface Heard {
  status: number;
  /** The stable word of an error. */
  code: string | undefined;
  text: string;
}

export type Ask = (key: string, route: Route, caller: Caller) => Promise<Heard>;

/** What the guard says, and nobody else. */
const refusals = new Set(['not-signed-in', 'wrong-role', 'not-your-attempt']);
const table: readonly Who[] = Object.values(may);

/** @returns one line for each route and caller that the table would have otherwise */
export async function holes(contract: Contract, ask: Ask): Promise<string[]> {
  const found: string[] = [];
  for (const [key, route] of Object.entries(contract)) {
    if (Array.isArray(route.who) && !table.includes(route.who)) found.push(`${key} is not of the table`);
    for (const caller of callers) {
      const fault = faultOf(route.who, caller, await ask(key, route, caller));
      if (fault) found.push(`${key} as ${caller}: ${fault}`);
    }
  }
  return found;
}

function faultOf(who: Who, caller: Caller, { status, code }: Heard): string | undefined {
  if (status === 429) return 'asked too often to tell';
  const refused = refusals.has(code ?? '');
  if (admits(who, caller)) return refused ? `refused with ${code}` : undefined;
  return refused ? undefined : `let in with ${status}`;
}

/** Silence means nothing of a caller who was not let in. */
function wronglyOut(who: Who, caller: Caller, { code }: Heard): boolean {
  return admits(who, caller) && refusals.has(code ?? '');
}

function admits(who: Who, caller: Caller): boolean {
  if (who === 'anyone') return true;
  if (who === 'platform') return false;
  return who === 'candidate' ? caller === 'the candidate' : who.includes(caller as Role);
}

/** The review by people shows work to those who review it, without its name. */
const showsWork = (key: string) => key.split(' ')[1]!.startsWith('/api/reviews');

/**
 * Finds what tells of candidates to those whom it is kept from.
 * @param ask as they are called with everything there is to ask for
 * @param marks that only the candidate's name, or work, holds
 */
export async function leaks(
  contract: Contract,
  ask: Ask,
  marks: { names: string[]; work: string[] },
): Promise<string[]> {
  const found: string[] = [];
  for (const [key, route] of Object.entries(contract))
    for (const caller of ['nobody', 'another candidate', 'author', 'blind-reviewer'] as const) {
      const mayShow = caller === 'blind-reviewer' && showsWork(key);
      const heard = await ask(key, route, caller);
      if (wronglyOut(route.who, caller, heard)) found.push(`${key} did not let ${caller} in`);
      const { text } = heard;
      for (const mark of [...marks.names, ...(mayShow ? [] : marks.work)])
        if (text.includes(mark)) found.push(`${key} tells ${caller} ${mark}`);
    }
  return found;
}

/** What is asked for belongs to one organisation. */
const ofOne = /:(attempt|submission|invite|person|session)Id\b/;

/**
 * Finds what is given to people of another organisation.
 * @param ask as they are called with everything there is to ask for
 */
export async function strays(
  contract: Contract,
  ask: Ask,
  marks: { names: string[]; work: string[] },
): Promise<string[]> {
  const found: string[] = [];
  for (const [key, route] of Object.entries(contract))
    for (const role of roles) {
      const heard = await ask(key, route, role);
      const told = [...marks.names, ...marks.work].some((mark) => heard.text.includes(mark));
      const reached = ofOne.test(key) && heard.status < 400;
      if (told || reached || wronglyOut(route.who, role, heard))
        found.push(`${key} as ${role}: ${heard.status}`);
    }
  return found;
}

/** @returns the least that the schema lets through, or nothing where that cannot be made up */
export function leastOf(schema: Route['body']): object | undefined {
  if (!schema) return undefined;
  try {
    return Value.Create(schema) as object;
  } catch {
    return {};
  }
}
