import type { PodSpec } from './sandboxes.ts';

interface Known {
  kind: PodSpec['kind'];
  /** Undefined while the pod is kept warm for nobody yet. */
  owner: string | undefined;
}

/** The pods this process opened or is opening. Labels cannot change once a container is made, so whom a pod serves is known here. */
export class Opened {
  readonly #pods = new Map<string, Known>();

  add(id: string, kind: PodSpec['kind'], owner: string | undefined): void {
    this.#pods.set(id, { kind, owner });
  }

  delete(id: string): void {
    this.#pods.delete(id);
  }

  ids(): string[] {
    return [...this.#pods.keys()];
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
      if (!this.#pods.has(id)) return !owners.has(labelledOwner);
      const known = before.get(id);
      return known?.owner !== undefined && !owners.has(known.owner);
    };
  }
}
