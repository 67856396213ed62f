import type { Share, ShareState } from './contract.ts';

export const defaultDays = 14;
/** So that the list of a scorecard's links stays one that a person can read. */
export const mostLinks = 50;

export interface ShareRow {
  id: string;
  createdAt: Date;
  createdBy: string | null;
  expiresAt: Date;
  revokedAt: Date | null;
  showsName: boolean;
  showsSource: boolean;
  opened: number;
  lastOpenedAt: Date | null;
}

function stateOf({ revokedAt, expiresAt }: ShareRow, now: Date): ShareState {
  if (revokedAt) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}

export function shareOf(row: ShareRow, now: Date): Share {
  const { id, createdBy, showsName, showsSource, opened } = row;
  return {
    id,
    state: stateOf(row, now),
    createdAt: row.createdAt.toISOString(),
    createdBy,
    expiresAt: row.expiresAt.toISOString(),
    showsName,
    showsSource,
    opened,
    lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
  };
}

export function expiryOf(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

export function shareLink(publicUrl: string, token: string): string {
  return `${publicUrl}/shared/${token}`;
}
