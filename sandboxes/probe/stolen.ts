// Time that the host of a virtual machine gave to somebody else while the machine wanted it.
import { readFileSync } from 'node:fs';

/** What one core did since it started, in the kernel's ticks: proc(5), "/proc/stat". */
interface Core {
  all: number;
  stolen: number;
}

/** @returns a function that says which share of the time since it was last called was stolen, 0 to 1, of the core that lost most */
export function stolenMeter(read: () => string = readStat): () => number {
  let before = coresOf(read());
  return () => {
    const now = coresOf(read());
    const shares = now.map((core, index) => shareBetween(before[index] ?? core, core));
    before = now;
    // Waiting for disks may count backwards, as proc(5) says, and then the whole is too small.
    return Math.min(1, Math.max(0, ...shares));
  };
}

function shareBetween(before: Core, now: Core): number {
  const all = now.all - before.all;
  return all > 0 ? (now.stolen - before.stolen) / all : 0;
}

/** The columns are user, nice, system, idle, iowait, irq, softirq and steal; guests are in user already. */
function coresOf(stat: string): Core[] {
  return [...stat.matchAll(/^cpu\d+ (.*)$/gm)].map(([, line = '']) => {
    const ticks = line.trim().split(/\s+/).slice(0, 8).map(Number);
    return { all: ticks.reduce((sum, each) => sum + each, 0), stolen: ticks[7] ?? 0 };
  });
}

function readStat(): string {
  return readFileSync('/proc/stat', 'utf8');
}
