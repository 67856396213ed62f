import { Problem } from '../http/problem.ts';
import type { AttemptAction, AttemptState } from './contract.ts';

/** The times an attempt's state is read from. */
export interface AttemptTimes {
  preparingAt: Date | null;
  startedAt: Date | null;
  deadline: Date | null;
  endedAt: Date | null;
  /** Ended by the candidate without being graded. */
  withdrawn: boolean;
  /** For trying the screen out, or for a follow-up: without a clock, never handed in. */
  practice: boolean;
  /** The work handed in, opened again to be talked about. */
  followUp: boolean;
}

export function attemptState(times: AttemptTimes): AttemptState {
  if (times.endedAt && times.practice) return 'over';
  if (times.endedAt) return times.withdrawn ? 'withdrawn' : 'submitted';
  if (times.startedAt) return 'running';
  return times.preparingAt ? 'preparing' : 'waiting';
}

const allowed: Record<AttemptState, AttemptAction[]> = {
  waiting: ['practise', 'start', 'withdraw'],
  preparing: ['withdraw'],
  running: ['edit', 'run', 'submit', 'withdraw'],
  submitted: [],
  withdrawn: [],
  over: [],
};
/** What practice is for, and a follow-up. */
const inPractice = new Set<AttemptAction>(['start', 'edit', 'run']);
const inFollowUp = new Set<AttemptAction>(['edit', 'run']);

export function actionsOf(times: AttemptTimes): AttemptAction[] {
  const actions = allowed[attemptState(times)];
  if (times.followUp) return actions.filter((action) => inFollowUp.has(action));
  return times.practice ? actions.filter((action) => inPractice.has(action)) : actions;
}

/** How long after the deadline a save that was on its way is still taken; then the server hands in. */
export const graceMs = 30_000;
const withGrace = new Set<AttemptAction>(['edit', 'submit']);

/** @throws Problem 409 when the attempt's state does not allow the action, or its time is up */
export function requireAction(times: AttemptTimes, action: AttemptAction, now: Date): void {
  const grace = withGrace.has(action) ? graceMs : 0;
  if (times.deadline && times.deadline.getTime() + grace <= now.getTime() && !times.endedAt)
    throw new Problem(409, 'time-is-up', 'The time is up; the last saved files are handed in');
  if (!actionsOf(times).includes(action))
    throw new Problem(409, `attempt-${attemptState(times)}`, refusals[attemptState(times)]);
}

/** Whoever starts has agreed to the rules; practice has none. @throws Problem 409 not-signed */
export function requireSignature(attempt: { practice: boolean; signedAt: Date | null }): void {
  if (!attempt.practice && !attempt.signedAt)
    throw new Problem(409, 'not-signed', 'Agree to the rules first, with your name');
}

/** @throws Problem 409 invite-over when the invite has expired or was called back before the work began */
export function requireInvite(attempt: { startBy: Date; revokedAt: Date | null }, now: Date): void {
  if (attempt.revokedAt || attempt.startBy <= now)
    throw new Problem(409, 'invite-over', 'This invite has expired or was called back; ask for a new one');
}

const refusals: Record<AttemptState, string> = {
  waiting: 'The attempt has not been started',
  preparing: 'The workspace is being prepared',
  running: 'The attempt is already running',
  submitted: 'The attempt has been handed in',
  withdrawn: 'The attempt was withdrawn',
  over: 'This is over',
};

/** @returns when an attempt of `minutes` that starts at `now` is over */
export function deadlineOf(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000);
}

/** What is stored of one path, a deleted one included: its revision goes on when the file comes back. */
export interface StoredFile {
  path: string;
  hash: string;
  bytes: number;
  rev: number;
  deleted: boolean;
  /** The page that saved it; null when none did. */
  page: string | null;
}

/** @throws Problem 409 file-conflict when the caller did not start from what is stored */
export function requireBase(stored: StoredFile | undefined, baseRev: number): void {
  const present = stored && !stored.deleted ? stored.rev : 0;
  if (present !== baseRev)
    throw new Problem(409, 'file-conflict', 'The file was changed elsewhere since you loaded it');
}

/** Deleted files and earlier contents are kept, so one file saved or made anew again and again must end somewhere. */
const maxPathsEver = 2000;
const maxSavedBytes = 1_000_000_000;

/** @param paths every path the attempt ever had, the new one included. @throws Problem 413 too-many-files */
export function requirePaths(paths: number): void {
  if (paths > maxPathsEver)
    throw new Problem(413, 'too-many-files', `An attempt may have ${maxPathsEver} files in its whole time`);
}

/** @param bytes of every save of the attempt, the present one included. @throws Problem 413 saved-too-much */
export function requireSaved(bytes: number): void {
  if (bytes > maxSavedBytes)
    throw new Problem(413, 'saved-too-much', 'An attempt may save 1 GB in its whole time');
}

/**
 * Refuses a file where a folder is, and a folder where a file is: no tree could hold both. So too names that differ only
 * in case: not every reviewer's disk could.
 * @throws Problem 400
 */
export function requirePlace(path: string, others: Iterable<string>): void {
  for (const other of others) {
    if (areTwins(path, other))
      throw new Problem(
        400,
        'bad-path',
        `${JSON.stringify(path)}: only case tells it from ${JSON.stringify(other)}`,
      );
    if (path.startsWith(`${other}/`))
      throw new Problem(400, 'bad-path', `${JSON.stringify(other)} is a file, not a folder`);
    if (other.startsWith(`${path}/`))
      throw new Problem(400, 'bad-path', `${JSON.stringify(path)} is a folder`);
  }
}

/** Whether two paths part at names that are the same but for case. */
function areTwins(path: string, other: string): boolean {
  const [parts, others] = [path.split('/'), other.split('/')];
  const at = parts.findIndex((part, index) => part !== others[index]);
  return parts[at] !== undefined && fold(parts[at]) === fold(others[at] ?? '');
}

const fold = (name: string) => name.normalize('NFC').toLowerCase();
