import type { InviteCounts, mostCounted } from '../../api/invite/contract.ts';

const most: typeof mostCounted = 1000;

/** A number of invites, and whether there are more: no more than so many are counted. */
export interface Counted {
  n: number;
  more: boolean;
}

export function countOf(count: number): Counted {
  return { n: Math.min(count, most), more: count > most };
}

export function totalOf(counts: InviteCounts): Counted {
  const each = Object.values(counts).map(countOf);
  return { n: each.reduce((sum, { n }) => sum + n, 0), more: each.some(({ more }) => more) };
}

/** @returns the number for people, such as 12 and 1,000+ */
export function countText({ n, more }: Counted): string {
  return `${n.toLocaleString('en-US')}${more ? '+' : ''}`;
}
