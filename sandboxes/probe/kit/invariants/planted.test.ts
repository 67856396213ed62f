import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capacity, keys, type Run, runs, type State } from '../../../../test/support/simulated-store.ts';
import {
  aggregates,
  conservation,
  elementsOf,
  forms,
  type Key,
  lostWrites,
  once,
  order,
  oversell,
  phantoms,
  swap,
  writeCount,
} from '../../../../test/support/store-invariants.ts';
import { before, type Operation } from '../history.ts';
import { boundedStaleness, monotonicReads, readYourWrites } from '../invariants.ts';
import type { Invariant } from './invariant.ts';

const seed = 20_262;
const total = 'all accounts together';

type Pick = <T>(items: readonly T[]) => T | undefined;
/** Does one thing to a run that a correct store never does. @returns the key it concerns; undefined where it cannot */
type Plant = (run: Run, pick: Pick) => string | undefined;

const ok = (run: Run, ...kinds: string[]) =>
  run.history.filter(({ kind, outcome }) => outcome === 'ok' && kinds.includes(kind));
const lookedAt = ({ got, key }: Operation) => (got as State)[key as Key];
const pairs = (firsts: readonly Operation[], seconds: readonly Operation[]) =>
  firsts.flatMap((first) =>
    seconds
      .filter((second) => first.key === second.key && before(first, second))
      .map((second) => [first, second] as const),
  );
const firstSent = ({ history }: Run) =>
  history.filter(({ id, sent }) => history.find((other) => other.sent.element === sent.element)?.id === id);

const forgetAdd: Plant = (run, pick) => {
  const write = pick(ok(run, 'add'));
  if (!write) return undefined;
  const held = run.truth[write.key as Key];
  held.log = held.log.filter((element) => element !== write.sent.element);
  return write.sent.element;
};

const addGhost: Plant = ({ truth }) => {
  truth.a.log.push('ghost');
  return 'ghost';
};

const refuseWhatIsThere: Plant = ({ truth, history }, pick) => {
  const element = pick(elementsOf(truth));
  for (const write of history.filter(({ sent }) => sent.element === element)) write.outcome = 'rejected';
  return element;
};

const showTheFuture: Plant = (run, pick) => {
  const adds = firstSent(run).filter(({ kind }) => kind === 'add');
  const found = adds.flatMap((write) =>
    ok(run, 'look')
      .filter((look) => look.endMs < write.startMs)
      .map((look) => ({ look, write })),
  );
  const chosen = pick(found);
  if (chosen) lookedAt(chosen.look).log.push(chosen.write.sent.element);
  return chosen?.write.sent.element;
};

const doTwice: Plant = ({ truth }, pick) => {
  const key = pick(keys.filter((each) => truth[each].log.length > 0));
  const element = key && pick(truth[key].log);
  if (key && element) truth[key].log.push(element);
  return element;
};

const answerDifferently: Plant = (run, pick) => {
  const adds = ok(run, 'add');
  const repeated = pick(
    adds.filter(({ id, sent }) => adds.some((other) => other.id < id && other.sent.element === sent.element)),
  );
  if (repeated) repeated.got = { place: -1 };
  return repeated?.sent.element;
};

const makeMoney: Plant = ({ truth }, pick) => {
  truth[pick(keys) ?? 'a'].balance += 1;
  return total;
};

const misdirectMoney: Plant = ({ truth, history }, pick) => {
  const slack = history
    .filter(({ kind, outcome }) => kind === 'transfer' && outcome === 'unknown')
    .reduce((sum, { sent }) => sum + sent.amount, 1);
  const from = pick(keys) ?? 'a';
  const to = from === 'a' ? 'b' : 'a';
  truth[from].balance -= slack;
  truth[to].balance += slack;
  return from;
};

const changeLook =
  (change: (held: State[Key]) => void, key?: string): Plant =>
  (run, pick) => {
    const look = pick(ok(run, 'look'));
    if (look) change(lookedAt(look));
    return look && (key ?? look.key);
  };

const sellWhatIsGone: Plant = ({ truth, history }, pick) => {
  const refused = pick(history.filter(({ kind, outcome }) => kind === 'buy' && outcome === 'rejected'));
  if (!refused) return undefined;
  refused.outcome = 'ok';
  truth[refused.key as Key].sold += refused.sent.amount;
  return refused.key;
};

const confirmTooMany: Plant = (run, pick) => {
  const sale = pick(ok(run, 'buy'));
  if (sale) sale.sent.amount = capacity + 1;
  return sale?.key;
};

const turnRound: Plant = (run, pick) => {
  const firsts = firstSent(run).filter(({ kind, outcome }) => kind === 'add' && outcome === 'ok');
  const pair = pick(pairs(firsts, firsts));
  if (!pair) return undefined;
  const { log } = run.truth[pair[0].key as Key];
  const [first, second] = pair.map(({ sent }) => log.indexOf(sent.element)) as [number, number];
  [log[first], log[second]] = [log[second] as string, log[first] as string];
  return pair[0].key;
};

const showTurnedRound: Plant = (run, pick) => {
  const look = pick(ok(run, 'look').filter((each) => lookedAt(each).log.length > 1));
  if (look) lookedAt(look).log.reverse();
  return look?.key;
};

const addWinner: Plant = ({ history }, pick) => {
  const winner = pick(ok({ history } as Run, 'swap'));
  if (winner) history.push({ ...winner, id: history.length, actor: 99, idempotencyKey: undefined });
  return winner?.key;
};

const loseVersion: Plant = (run, pick) => {
  const key = pick(ok(run, 'put', 'swap'))?.key;
  const done = ok(run, 'put', 'swap').filter((change) => change.key === key);
  if (key) run.truth[key as Key].version = new Set(done.map(({ sent }) => sent)).size - 1;
  return key;
};

const miscount: Plant = ({ truth }, pick) => {
  const key = pick(keys) ?? 'a';
  truth[key].count += 1;
  return key;
};

type Form = keyof typeof forms;

/** Makes a read show what was there before a write, in each of the three ways to tell. */
const leaveOut: Record<Form, (look: Operation, write: Operation) => void> = {
  byVersion: (look, write) => (lookedAt(look).version = write.got.version - 1),
  byValue: (look) => (lookedAt(look).value = 'nothing'),
  byElement: (look, write) => {
    lookedAt(look).log = lookedAt(look).log.filter((element) => element !== write.sent.element);
  },
};
const writesOf = (run: Run, form: Form) => (form === 'byElement' ? ok(run, 'add') : ok(run, 'put', 'swap'));

const missWrite =
  (form: Form, whose: 'own' | 'any'): Plant =>
  (run, pick) => {
    const late = pairs(writesOf(run, form), ok(run, 'look'));
    const pair = pick(late.filter(([write, look]) => whose === 'any' || write.actor === look.actor));
    if (pair) leaveOut[form](pair[1], pair[0]);
    return pair?.[1].key;
  };

const goBack =
  (form: Form): Plant =>
  (run, pick) => {
    const shown = (look: Operation) => writesOf(run, form).find((write) => shows(look, write, form));
    const looks = ok(run, 'look');
    const both = pairs(looks.filter(shown), looks).filter(([first, second]) => first.actor === second.actor);
    const pair = pick(both);
    if (pair) leaveOut[form](pair[1], shown(pair[0]) as Operation);
    return pair?.[1].key;
  };

function shows(look: Operation, { key, sent, got }: Operation, form: Form): boolean {
  if (key !== look.key) return false;
  const { version, value, log } = lookedAt(look);
  if (form === 'byVersion') return got.version === version;
  return form === 'byValue' ? sent.element === value : log.includes(sent.element);
}

const plants: [what: string, invariant: (run: Run) => Invariant, plant: Plant][] = [
  ['an acknowledged write that is gone', lostWrites, forgetAdd],
  ['something at the end that nobody sent', phantoms, addGhost],
  ['a refused write that is there', phantoms, refuseWhatIsThere],
  ['a read of what is only sent later', phantoms, showTheFuture],
  ['two effects of one idempotency key', once, doTwice],
  ['no effect of an acknowledged idempotency key', once, forgetAdd],
  ['an effect of a refused idempotency key', once, refuseWhatIsThere],
  ['two answers for one idempotency key', once, answerDifferently],
  ['money out of nothing', conservation, makeMoney],
  ['money in the wrong account', conservation, misdirectMoney],
  ['half a transfer in a snapshot', conservation, changeLook((held) => (held.balance -= 1), total)],
  ['an overdrawn account', conservation, changeLook((held) => (held.balance = -1))],
  ['a sale of what is gone', oversell, sellWhatIsGone],
  ['confirmations of more than there is', oversell, confirmTooMany],
  ['less than nothing left', oversell, changeLook((held) => (held.sold = capacity + 1))],
  ['a log turned round at the end', order, turnRound],
  ['a log shown in another order', order, showTurnedRound],
  ['two winners of one version', swap, addWinner],
  ['a change that left no version', writeCount, loseVersion],
  ['a total that is one off', aggregates, miscount],
  ...(Object.keys(forms) as Form[]).flatMap((form): typeof plants => [
    [`an own write left out, ${form}`, () => readYourWrites('', forms[form]), missWrite(form, 'own')],
    [`a read that goes back, ${form}`, () => monotonicReads('', forms[form]), goBack(form)],
    [
      `an old read, ${form}`,
      () => boundedStaleness('', { ...forms[form], withinMs: 0 }),
      missWrite(form, 'any'),
    ],
  ]),
];

describe('planted into a correct store', () => {
  test.each(plants)('%s: is always found, and named', (_what, invariant, plant) => {
    let planted = 0;
    fc.assert(
      fc.property(runs(), fc.nat(), (run, choice) => {
        const key = plant(run, (items) => items[choice % items.length]);
        if (key === undefined) return;
        planted++;
        const { violations } = invariant(run).check(run.history);
        expect(violations.map((violation) => violation.key)).toContain(key);
        for (const { expected, seen } of violations)
          expect(`${expected}${seen}`).not.toMatch(/undefined|NaN/);
      }),
      { seed, numRuns: 100 },
    );
    expect(planted).toBeGreaterThan(10);
  });
});
