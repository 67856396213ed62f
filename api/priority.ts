import { readFile, writeFile } from 'node:fs/promises';
import { getPriority, setPriority } from 'node:os';

/** A thread gets some thirty times what a plain one does. */
const nice = -15;

/**
 * Puts this process, and what it starts, before what candidates run: a save must not wait behind their code. Where Linux
 * groups processes by session, what counts is the session's own (sched(7), "The autogroup feature"). Who may not goes on
 * like everybody else; under systemd the weight of the unit counts instead, see the README.
 */
export async function comeFirst(): Promise<void> {
  try {
    setPriority(nice);
    await writeFile('/proc/self/autogroup', String(nice));
  } catch {
    // Root alone may, and not every kernel has such groups.
  }
}

/**
 * Gives a process the rank of this one's session, for it has left that: what it was started with no longer counts. What
 * the machine itself started may be in no session's group; there its own nice value is what counts.
 */
export async function shareRank(pid: number): Promise<void> {
  try {
    const [, ofSession] = /nice (-?\d+)/.exec(await readFile('/proc/self/autogroup', 'utf8')) ?? [];
    await writeFile(`/proc/${pid}/autogroup`, ofSession ?? String(getPriority()));
  } catch {
    // It has ended, or this process may not; or there are no such groups.
  }
}
