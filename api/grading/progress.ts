// The phases of a grading as they pass, for whoever watches.
import type { Phase } from './contract.ts';

const titles = {
  prepare: 'Opening fresh sandboxes',
  build: 'Building the service',
  start: 'Starting it and waiting until it answers',
  checks: 'Checking what it answers',
  storm: 'Many people at once, doing many things',
  'warm-up': 'Warming up, beside the reference',
  saturated: 'As much as it can take, beside the reference',
  steady: 'A steady load, beside the reference',
  ladder: 'Raising the load until it misses the goal',
  drills: 'Breaking things on purpose while it is under load',
  'second-boot': 'The load once more, in fresh sandboxes',
  'own-tests': 'Running the tests that were handed in',
  score: 'Working out the score',
} as const;
export type PhaseName = keyof typeof titles;

export class Progress {
  #phases: Phase[];
  readonly #onPhases: (phases: Phase[]) => void;

  /** @param without phases that this grading has no use for */
  constructor(without: readonly PhaseName[], onPhases: (phases: Phase[]) => void = () => {}) {
    const names = (Object.keys(titles) as PhaseName[]).filter((name) => !without.includes(name));
    this.#phases = names.map((name) => ({ name, title: titles[name], state: 'waiting' }));
    this.#onPhases = onPhases;
    onPhases(this.#phases);
  }

  /** A phase begins, and with it every earlier one is over. A phase that has begun before stays as it is. */
  begin(name: PhaseName): void {
    const at = this.#phases.findIndex((phase) => phase.name === name);
    if (at === -1 || this.#phases[at]?.state !== 'waiting') return;
    this.#phases = this.#phases.map((phase, index) => {
      if (index === at) return { ...phase, state: 'running' };
      return index < at ? { ...phase, state: 'done' } : phase;
    });
    this.#onPhases(this.#phases);
  }

  /** The grading ended well. */
  finish(): void {
    this.#phases = this.#phases.map((phase) => ({ ...phase, state: 'done' }));
    this.#onPhases(this.#phases);
  }
}
