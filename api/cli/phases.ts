// Phases on stderr, each with the seconds it took.
import type { Phase } from '../grading/contract.ts';

/** @returns a listener that prints a phase when it begins, and its seconds when it is over */
export function phasePrinter(write: (text: string) => void = (text) => process.stderr.write(text)) {
  let running: { name: string; since: number } | undefined;
  return (phases: Phase[]): void => {
    const now = phases.find((phase) => phase.state === 'running');
    if (now?.name === running?.name) return;
    if (running) write(` ${((performance.now() - running.since) / 1000).toFixed(1)} s\n`);
    if (now) write(`${now.name.padEnd(12)} ${now.title} …`);
    running = now && { name: now.name, since: performance.now() };
  };
}
