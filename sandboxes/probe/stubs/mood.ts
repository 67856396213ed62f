// How a third party treats its next call: as it was told, and the same for every submission.
import type { Behaviour } from '../kit/stub.ts';
import { seedFrom, uniform } from '../random.ts';

export type Fate = 'answer' | 'limited' | 'fail' | 'cut' | 'hang' | 'garbage';

const shares = ['hang', 'garbage', 'cut'] as const;
const known = ['delayMs', 'fail', ...shares, 'perSecond', 'twice'];

export class Mood {
  readonly behaviour: Behaviour;
  readonly #next: () => number;
  #accepted: number[] = [];

  constructor(behaviour: Behaviour, name: string) {
    this.behaviour = behaviour;
    this.#next = uniform(seedFrom(1, 'stub', name));
  }

  /** @param nowMs of a clock that never goes back */
  next(nowMs: number): Fate {
    const { fail, cut = 0, hang = 0, garbage = 0 } = this.behaviour;
    if (this.#isLimited(nowMs)) return 'limited';
    const fates: [Fate, number][] = [
      ['fail', fail?.share ?? 0],
      ['cut', cut],
      ['hang', hang],
      ['garbage', garbage],
    ];
    // One number for each, so that a share does not depend on what else is asked for.
    const drawn = fates.map(([fate, share]) => ({ fate, hit: this.#next() < share }));
    return drawn.find(({ hit }) => hit)?.fate ?? 'answer';
  }

  #isLimited(nowMs: number): boolean {
    const { perSecond } = this.behaviour;
    if (perSecond === undefined) return false;
    this.#accepted = this.#accepted.filter((atMs) => atMs > nowMs - 1000);
    if (this.#accepted.length >= perSecond) return true;
    this.#accepted.push(nowMs);
    return false;
  }
}

/** @throws Error that says what is wrong with it */
export function readBehaviour(value: unknown): Behaviour {
  if (typeof value !== 'object' || value === null) throw new Error('a behaviour is an object');
  const behaviour = value as Behaviour;
  const strange = Object.keys(value).find((key) => !known.includes(key));
  if (strange !== undefined) throw new Error(`a behaviour knows ${known.join(', ')}, not ${strange}`);
  for (const name of shares) within(name, behaviour[name] ?? 0, 1);
  within('delayMs', behaviour.delayMs ?? 0, 60_000);
  within('perSecond', behaviour.perSecond ?? 0, 1_000_000);
  if (!['boolean', 'undefined'].includes(typeof behaviour.twice)) throw new Error('twice is true or false');
  if (behaviour.fail === undefined) return behaviour;
  within('fail.share', behaviour.fail.share, 1);
  if (!(behaviour.fail.status >= 400 && behaviour.fail.status <= 599))
    throw new Error('fail.status is from 400 to 599');
  return behaviour;
}

function within(name: string, value: unknown, most: number): void {
  if (typeof value !== 'number' || !(value >= 0 && value <= most))
    throw new Error(`${name} is from 0 to ${most}`);
}
