import type { VersionFacts } from '../challenge/store.ts';
import { hashSecret } from '../http/secret.ts';
import type { InviteState, OpenedInvite } from './contract.ts';

export const defaultDays = 14;

/** The times and results an invite's state is read from. */
export interface InviteFacts {
  startBy: Date;
  revokedAt: Date | null;
  openedAt: Date | null;
  startedAt: Date | null;
  submittedAt: Date | null;
  gradedAt: Date | null;
}

export function inviteState(facts: InviteFacts, now: Date): InviteState {
  if (facts.gradedAt) return 'graded';
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
  expired: false,
  revoked: false,
};

export function canOpen(facts: InviteFacts, now: Date): boolean {
  return opens[inviteState(facts, now)];
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

/** @returns what is scored, in plain words */
export function scoredOf({ goal: { ms, rps }, alsoScored = [] }: VersionFacts): OpenedInvite['scored'] {
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
