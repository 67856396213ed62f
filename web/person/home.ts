import type { Me, Role } from '../../api/person/contract.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';

interface Place {
  path: string;
  label: string;
  roles: Role[];
}

/** The pages that the bar leads to, for whom they are. */
const places: Place[] = [
  { path: paths.invites(), label: messages.invites.title, roles: ['admin', 'reviewer', 'manager'] },
  { path: paths.reviews(), label: messages.reviews.title, roles: ['reviewer', 'blind-reviewer'] },
  { path: paths.people(), label: messages.people.title, roles: ['admin'] },
  { path: paths.integrations(), label: messages.integrations.title, roles: ['admin'] },
  { path: paths.record(), label: messages.record.title, roles: ['admin'] },
];

export function placesOf({ roles }: Pick<Me, 'roles'>): Place[] {
  return places.filter((place) => place.roles.some((role) => roles.includes(role)));
}

/** Where somebody begins who has just signed in. */
export function homeOf(me: Me): string {
  return placesOf(me)[0]?.path ?? paths.account();
}
