// What moves between accounts is neither made nor lost.
import { doneBy, type Operation } from '../history.ts';
import { acknowledged, effectsOf, maxViolations } from './invariant.ts';
import type { FromAttempt, FromOperation, Invariant, Violation } from './invariant.ts';

/** Amounts in the smallest unit, as whole numbers, by account. */
type Amounts = Iterable<readonly [account: string, amount: number]>;

/** What the accounts must be, from what was acknowledged and what may have happened. */
interface Movement {
  operation: Operation;
  amount: number;
}

/**
 * Conservation. A read from s to e of an account with opening balance B must show a value in [low, high]:
 * low = B + Σ a over acknowledged movements that ended before s + Σ min(0, a) over all others not refused and sent by e;
 * high the same with max(0, a). The reading-back at the end is such a read with every acknowledged movement before it, so
 * without unknown outcomes low = high. The same holds for the total of all accounts, where the two halves of a transfer
 * cancel out: a total must be exact however many transfers are under way or unknown. With `floor`, no balance is ever
 * below it.
 *
 * Source: the `bank` workload and the `counter` checker of Jepsen.
 */
export function conserved(
  title: string,
  spec: {
    /** Balances before the storm; an account that is not named begins with 0. */
    opening: Amounts;
    /** What an operation adds to each account it touches, negative where it takes away. */
    moves: FromAttempt<Amounts>;
    /** Balances at the end, of every account. */
    balances: Amounts;
    /** Balances an acknowledged read showed, each by itself. */
    read?: FromOperation<Amounts>;
    /** Balances of every account as one acknowledged read showed them, all of one moment. */
    snapshot?: FromOperation<Amounts>;
    /** What no balance may ever be below. */
    floor?: number;
  },
): Invariant {
  return {
    rule: 'conserved',
    title,
    check(history) {
      const ledger = new Ledger(spec.opening, movementsOf(history, spec.moves), spec.floor ?? -Infinity);
      ledger.judgeAll(spec.balances, undefined);
      for (const { operation, did } of acknowledged(history, spec.snapshot)) ledger.judgeAll(did, operation);
      for (const { operation, did } of acknowledged(history, spec.read))
        for (const [account, amount] of did) ledger.judgeAccount(account, amount, operation);
      return { checked: ledger.checked, violations: ledger.violations };
    },
  };
}

function movementsOf(history: readonly Operation[], moves: FromAttempt<Amounts>): Map<string, Movement[]> {
  const byAccount = new Map<string, Movement[]>();
  for (const { operation, did } of effectsOf(history, moves)) {
    for (const [account, amount] of did) {
      const movements = byAccount.get(account) ?? [];
      movements.push({ operation, amount });
      byAccount.set(account, movements);
    }
  }
  return byAccount;
}

class Ledger {
  checked = 0;
  readonly violations: Violation[] = [];
  readonly #opening: Map<string, number>;
  readonly #movements: Map<string, Movement[]>;
  readonly #floor: number;
  readonly #net: Movement[];

  constructor(opening: Amounts, movements: Map<string, Movement[]>, floor: number) {
    this.#opening = new Map(opening);
    this.#movements = movements;
    this.#floor = floor;
    this.#net = netOf(movements);
  }

  /** @param read what showed them; undefined at the end */
  judgeAll(balances: Amounts, read: Operation | undefined): void {
    const shown = new Map(balances);
    for (const account of new Set([...this.#opening.keys(), ...this.#movements.keys(), ...shown.keys()]))
      this.judgeAccount(account, shown.get(account), read);
    const total = sum(shown.values());
    this.#judge('all accounts together', 'the total', total, sum(this.#opening.values()), this.#net, read);
  }

  judgeAccount(account: string, amount: number | undefined, read: Operation | undefined): void {
    const opening = this.#opening.get(account);
    // An account that only an unknown or a running operation would open may still be missing.
    if (amount === undefined && opening === undefined) amount = 0;
    const movements = this.#movements.get(account) ?? [];
    this.#judge(account, `the balance of "${account}"`, amount, opening ?? 0, movements, read);
    if (amount !== undefined && amount < this.#floor)
      this.#add({
        key: account,
        expected: `the balance of "${account}" is never below ${this.#floor}`,
        seen: `${amount} ${when(read)}`,
        operations: read ? [read] : lastFew(movements),
      });
  }

  #add(violation: Violation): void {
    if (this.violations.length < maxViolations) this.violations.push(violation);
  }

  #judge(
    key: string,
    what: string,
    amount: number | undefined,
    opening: number,
    movements: readonly Movement[],
    read: Operation | undefined,
  ): void {
    this.checked++;
    const { low, high } = bounds(opening, movements, read);
    if (amount !== undefined && Number.isSafeInteger(amount) && amount >= low && amount <= high) return;
    const range = low === high ? `${low}` : `between ${low} and ${high}`;
    this.#add({
      key,
      expected: `${what} began as ${opening} and is ${range} after everything that was acknowledged or may have happened`,
      seen: `${amount ?? 'no such account'} ${when(read)}`,
      operations: [...(read ? [read] : []), ...lastFew(movements)],
    });
  }
}

/** What each operation adds to all accounts together. */
function netOf(movements: ReadonlyMap<string, Movement[]>): Movement[] {
  const net = new Map<Operation, number>();
  for (const { operation, amount } of [...movements.values()].flat())
    net.set(operation, (net.get(operation) ?? 0) + amount);
  return [...net].map(([operation, amount]) => ({ operation, amount }));
}

function bounds(opening: number, movements: readonly Movement[], read: Operation | undefined) {
  let low = opening;
  let high = opening;
  for (const { operation, amount } of movements) {
    if (read && operation.startMs > read.endMs) continue;
    const sure = read ? doneBy(operation) < read.startMs : operation.outcome === 'ok';
    low += sure ? amount : Math.min(0, amount);
    high += sure ? amount : Math.max(0, amount);
  }
  return { low, high };
}

const when = (read: Operation | undefined) =>
  read ? 'was read during the storm' : 'was read back at the end';
const lastFew = (movements: readonly Movement[]) => movements.slice(-5).map(({ operation }) => operation);
const sum = (amounts: Iterable<number>) => [...amounts].reduce((total, amount) => total + amount, 0);
