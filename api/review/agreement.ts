// How far two people who read the same code say the same of it.
import type { Agreement, Answer } from './contract.ts';

/** So many items were given this pair of answers. */
export interface PairCount {
  first: Answer;
  second: Answer;
  count: number;
}

/** With fewer pairs a share of 80 % is likelier than 1 in 20 to be more than 14 points away from the true one. */
const enoughPairs = 30;

const answers: readonly Answer[] = ['true', 'false', 'unknown'];

/** @returns the share of pairs that are alike, and beyond chance where there are enough pairs to tell */
export function agreementOf(counts: readonly PairCount[]): Agreement {
  const pairs = sum(counts);
  const same = sum(counts.filter(({ first, second }) => first === second));
  return { pairs, same, ac1: pairs < enoughPairs ? null : ac1(counts, pairs, same), enoughPairs };
}

/**
 * Gwet's AC1, (pa - pe) / (1 - pe): pa is the share of pairs that are alike, pe = sum of p(1 - p) / (q - 1) over the q
 * answers there are, p being an answer's share of all that were given. K. L. Gwet, "Computing inter-rater reliability and its
 * variance in the presence of high agreement", British Journal of Mathematical and Statistical Psychology 61 (2008).
 *
 * Not Cohen's kappa: where nearly all answers are one and the same, as on items that most candidates get right, kappa falls
 * towards 0 however well readers agree; and it takes the two readers to be the same two all along.
 */
function ac1(counts: readonly PairCount[], pairs: number, same: number): number {
  const shares = answers.map((answer) => {
    const given = counts.map(
      ({ first, second, count }) => count * (Number(first === answer) + Number(second === answer)),
    );
    return given.reduce((all, one) => all + one, 0) / (2 * pairs);
  });
  const chance = shares.reduce((all, share) => all + share * (1 - share), 0) / (answers.length - 1);
  return (same / pairs - chance) / (1 - chance);
}

const sum = (counts: readonly PairCount[]) => counts.reduce((all, { count }) => all + count, 0);
