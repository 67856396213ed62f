import type { VersionFacts } from '../challenge/store.ts';
import { shownName } from '../http/names.ts';
import { hashSecret } from '../http/secret.ts';
import type { Person } from '../http/serve.ts';
import type { Invite, InviteState, OpenedInvite } from './contract.ts';

export const defaultDays = 14;

/** The times and results an invite's state is read from. */
export interface InviteFacts {
  startBy: Date;
  revokedAt: Date | null;
  openedAt: Date | null;
  startedAt: Date | null;
  /** When the candidate ended the attempt, graded or not. */
  submittedAt: Date | null;
  /** Whether they ended it without being graded. */
  withdrawn: boolean;
  gradedAt: Date | null;
}

export function inviteState(facts: InviteFacts, now: Date): InviteState {
  if (facts.gradedAt) return 'graded';
  if (facts.withdrawn) return 'withdrawn';
  if (facts.submittedAt) return 'submitted';
  if (facts.revokedAt) return 'revoked';
  if (facts.startedAt) return 'started';
  if (facts.startBy <= now) return 'expired';
  return facts.openedAt ? 'opened' : 'invited';
}

/** In which states the candidate's link opens: before the start, and again to come back to a running attempt. */
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

export function canOpen(facts: InviteFacts, now: Date): boolean {
  return opens[inviteState(facts, now)];
}

/** @returns the minutes of working time, extra time included */
export function totalMinutes(minutes: number, extraTime: number): number {
  return Math.ceil(minutes * extraTime);
}

/** Whoever only reviews is not told what could colour their eyes: who it is, who needed more time, and why. */
export function forReviewer(person: Person, invite: Invite & { decided: boolean }): Invite {
  const candidateName = shownName(person, { ...invite, id: invite.submissionId ?? invite.id });
  return { ...invite, candidateName, extraTime: null, accommodation: null };
}

export function startBy(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
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
