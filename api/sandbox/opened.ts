import type { PodSpec } from './sandboxes.ts';

interface Known {
  kind: PodSpec['kind'];
  /** Undefined while the pod is kept warm for nobody yet. */
  owner: string | undefined;
}

/** The pods this process opened or is opening. Labels cannot change once a container is made, so whom a pod serves is known here. */
export class Opened {
  readonly #pods = new Map<string, Known>();
  readonly #givenUp = new Set<string>();

  add(id: string, kind: PodSpec['kind'], owner: string | undefined): void {
    this.#pods.set(id, { kind, owner });
  }

  /** It serves nobody any more. Until strays were looked for, nobody knows whether all of it is gone. */
  giveUp(id: string): void {
    this.#pods.delete(id);
    this.#givenUp.add(id);
  }

  givenUp(): string[] {
    return [...this.#givenUp];
  }

  /** Nothing of it is left. */
  forget(id: string): void {
    this.#pods.delete(id);
    this.#givenUp.delete(id);
  }

  ids(): string[] {
    return [...this.#pods.keys(), ...this.#givenUp];
  }

  hasGrading(): boolean {
    return this.#pods.values().some(({ kind }) => kind === 'grading');
  }

  /**
   * @param owners whom pods may serve, as of now
   * @returns tells whether a pod, as its labels describe it, serves nobody. One that was opened or given away since now
   *   is none: its owner may be younger than the list.
   */
  strayTest(owners: ReadonlySet<string>): (id: string, labelledOwner: string) => boolean {
    const before = new Map(this.#pods);
    return (id, labelledOwner) => {
      if (this.#givenUp.has(id)) return true;
      if (!this.#pods.has(id)) return !owners.has(labelledOwner);
      const known = before.get(id);
      return known?.owner !== undefined && !owners.has(known.owner);
    };
  }
}
