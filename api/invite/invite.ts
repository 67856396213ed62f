import type { VersionFacts } from '../challenge/store.ts';
import { shownName } from '../http/names.ts';
import { Problem } from '../http/problem.ts';
import { can } from '../http/roles.ts';
import { hashSecret } from '../http/secret.ts';
import type { Person } from '../http/serve.ts';
import type { Invite, InviteAction, InviteMail, InviteState, OpenedInvite } from './contract.ts';

const defaultDays = 14;
const dayMs = 86_400_000;

/** In which states the candidate's link opens: before the start, and again to come back to what was begun. */
const opens: Record<InviteState, boolean> = {
  invited: true,
  opened: true,
  started: true,
  submitted: true,
  graded: true,
  withdrawn: true,
  expired: false,
  revoked: false,
};

export function canOpen(state: InviteState): boolean {
  return opens[state];
}

const allowed: Record<InviteState, InviteAction[]> = {
  invited: ['time', 'resend', 'remind', 'revoke'],
  opened: ['time', 'resend', 'remind', 'revoke'],
  started: ['time', 'resend'],
  submitted: [],
  graded: [],
  withdrawn: [],
  expired: ['resend'],
  revoked: [],
};

/** @throws Problem 409 when the state does not allow it */
export function requireInviteAction(state: InviteState, action: InviteAction): void {
  if (!allowed[state].includes(action)) throw new Problem(409, `invite-${state}`, refusals[state]);
}

const refusals: Record<InviteState, string> = {
  invited: 'The invite was not opened yet',
  opened: 'The work has not begun yet',
  started: 'The candidate is at work already',
  submitted: 'The work has been handed in',
  graded: 'The work has been handed in',
  withdrawn: 'The candidate has withdrawn',
  expired: 'The invite has expired',
  revoked: 'The invite was called back',
};

/** Whether an e-mail that waits is still to be sent. */
export function isWanted(kind: InviteMail['kind'], state: InviteState): boolean {
  return state === 'invited' || state === 'opened' || (kind === 'invite' && state === 'started');
}

const reminderHours = 12;

/** @throws Problem 409 when it was reminded of a short while ago */
export function requirePause(remindedAt: Date | null, now: Date): void {
  if (remindedAt && now.getTime() - remindedAt.getTime() < reminderHours * 3_600_000)
    throw new Problem(409, 'reminded-already', `A reminder went out less than ${reminderHours} hours ago`);
}

/** @returns the minutes of working time, extra time included */
export function totalMinutes(minutes: number, extraTime: number): number {
  return Math.ceil(minutes * extraTime);
}

/**
 * An invite as its reader may see it. Whoever only reviews is not told what could colour their eyes, who it is, who needed
 * more time and why, nor where the candidate can be reached.
 * @param mail whether e-mail is set up
 */
export function present(person: Person, { decided, ...invite }: ListedInvite, mail: boolean): Invite {
  const reachable = mail && invite.email !== null;
  const actions = allowed[invite.state].filter((action) => action !== 'remind' || reachable);
  if (decides(person)) return { ...invite, actions };
  const { candidateName, submissionId, id } = invite;
  const name = shownName(person, { candidateName, decided, id: submissionId ?? id });
  const nothing = { email: null, mail: null, extraTime: null, accommodation: null, actions: [] };
  return { ...invite, ...nothing, candidateName: name };
}

/** Whether the person is one of those who invite, and so knows who is who. */
export function decides(person: Person): boolean {
  return can(person, 'invite');
}

/** An invite, and whether somebody has decided about its candidate. */
export type ListedInvite = Omit<Invite, 'actions'> & { decided: boolean };

/** @param day such as 2026-12-01 @returns its last moment in UTC */
function endOfDay(day: string): Date {
  return new Date(`${day}T23:59:59.999Z`);
}

/** @returns until when an invite made at `now` can be started, unless told otherwise */
export function usualStartBy(now: Date): Date {
  return endOfDay(new Date(now.getTime() + defaultDays * dayMs).toISOString().slice(0, 10));
}

const maxDays = 366;

/** @param day such as 2026-12-01 @returns its end; undefined when there is no such day, it is over, or over a year away */
export function startByOf(day: string, now: Date): Date | undefined {
  const end = endOfDay(day);
  const ahead = end.getTime() - now.getTime();
  // 31 November is read as 1 December.
  return ahead > 0 && ahead < maxDays * dayMs && end.toISOString().startsWith(day) ? end : undefined;
}

/** @param chosen null for all of them @returns the runtimes a candidate may choose among */
export function runtimesOf(all: readonly string[], chosen: readonly string[] | null): string[] {
  return all.filter((runtime) => chosen === null || chosen.includes(runtime));
}

export function inviteLink(publicUrl: string, token: string): string {
  return `${publicUrl}/invite/${token}`;
}

/** The secret an attempt's cookie holds. It follows from the invite's token, so the link works in a second browser too. */
export function attemptSecret(token: string): string {
  return hashSecret(`attempt ${token}`).toString('base64url');
}

/**
 * What is scored, in plain words.
 * @param weights of the dimensions, by name; those that a challenge has no evidence for leave their share to the others
 */
export function scoredOf(
  facts: VersionFacts,
  weights: Readonly<Record<string, number>>,
): OpenedInvite['scored'] {
  const dimensions = dimensionsOf(facts);
  const sum = dimensions.reduce((total, { name }) => total + (weights[name] ?? 0), 0);
  return dimensions.map((dimension) => ({
    ...dimension,
    percent: Math.round((100 * (weights[dimension.name] ?? 0)) / sum),
  }));
}

function dimensionsOf({ goal: { ms, rps }, alsoScored = [] }: VersionFacts) {
  const more = {
    resilience: {
      name: 'Resilience',
      what: 'How it gets over failures around it: a restart, a slow or broken neighbour, too much traffic',
    },
    integrity: {
      name: 'Data integrity & security',
      what: 'Whether its data stays right and safe, with many people at once and with people who mean harm',
    },
  };
  return [
    {
      name: 'Correctness',
      what: 'Whether every answer of your service is right, also where no test looks',
    },
    {
      name: 'Performance',
      what: `How much traffic it holds with 95 % of answers within ${ms} ms; the brief asks for ${rps} requests/s`,
    },
    ...alsoScored.map((name) => more[name]),
    {
      name: 'Maintainability',
      what: 'Whether your own tests, if you hand in any, notice bugs that we plant in your code. It can lift the score and not lower it',
    },
  ];
}
