// The dimensions of a scorecard: each from 0 to 100 by its own evidence, and their weighted mean. A dimension without
// evidence in a challenge is left out, and the others carry its weight.
import type { Challenge } from '../challenge/challenge.ts';
import { pointsOf as maintainabilityPoints } from './maintainability/maintainability.ts';
import type {
  CheckFact,
  Dimension,
  DrillFact,
  InvariantFact,
  MaintainabilityFact,
  Measured,
} from './report.ts';
import { resilienceOf } from './resilience.ts';

export type DimensionName = Dimension['name'];
type Categories = Challenge['categories'];
type Aspect = Categories[string]['dimension'];

/** What each counts of the score, against the others; they need not add up to 1. */
export const weights: Record<DimensionName, number> = {
  Correctness: 0.35,
  Performance: 0.35,
  Resilience: 0.15,
  'Data integrity & security': 0.15,
  Maintainability: 0.05,
};

/** In the order in which they are shown. */
export const dimensionNames = Object.keys(weights) as DimensionName[];

export interface Observed {
  checks: readonly CheckFact[];
  categories: Categories;
  drills: readonly DrillFact[];
  invariants: readonly InvariantFact[];
  /** undefined where it was not looked at. */
  maintainability?: MaintainabilityFact | undefined;
}

/** @returns the dimensions that this challenge has evidence for, without the one that is measured under load */
export function dimensionsOf(observed: Observed): Partial<Record<DimensionName, Measured>> {
  const { checks, categories, drills, invariants, maintainability } = observed;
  const checked = (dimension: Aspect) => {
    const inside = categoriesOf(categories, dimension);
    return checks.some(({ category }) => category in inside) ? [exactly(shareOf(checks, inside))] : [];
  };
  const measured = drills.filter((drill) => drill.measured);
  const held = invariants.filter(({ violations }) => violations === 0).length;
  const parts: Partial<Record<DimensionName, Measured[]>> = {
    Correctness: [exactly(shareOf(checks, categoriesOf(categories, 'correctness')))],
    Resilience: [...checked('resilience'), ...(measured.length > 0 ? [resilienceOf(measured)] : [])],
    'Data integrity & security': [
      ...checked('integrity'),
      ...(invariants.length > 0 ? [exactly((100 * held) / invariants.length)] : []),
    ],
    Maintainability: maintainability ? maintainabilityPoints(maintainability) : [],
  };
  return Object.fromEntries(
    Object.entries(parts)
      .filter(([, found]) => found.length > 0)
      .map(([name, found]) => [name, mean(found)]),
  );
}

/**
 * The weighted mean of the dimensions that are there. Nobody was asked for tests, so what they show can lift a score and
 * never lower it.
 * @returns 0 to 100
 */
export function total(points: Partial<Record<DimensionName, number>>): number {
  const { Maintainability, ...asked } = points;
  return Math.max(weighted(asked), Maintainability === undefined ? 0 : weighted(points));
}

function weighted(points: Partial<Record<DimensionName, number>>): number {
  const there = dimensionNames.flatMap((name) => {
    const value = points[name];
    return value === undefined ? [] : [{ weight: weights[name], value }];
  });
  const weight = there.reduce((sum, each) => sum + each.weight, 0);
  return there.reduce((sum, each) => sum + each.weight * each.value, 0) / weight;
}

/** The share of passed checks of each category, by the categories' weights. @returns 0 to 100 */
export function shareOf(checks: readonly CheckFact[], categories: Categories): number {
  let points = 0;
  let weight = 0;
  for (const [name, category] of Object.entries(categories)) {
    const inside = checks.filter((check) => check.category === name);
    if (inside.length === 0) continue;
    weight += category.weight;
    points += (category.weight * inside.filter((check) => check.passed).length) / inside.length;
  }
  return weight === 0 ? 0 : (100 * points) / weight;
}

function categoriesOf(categories: Categories, dimension: Aspect): Categories {
  return Object.fromEntries(
    Object.entries(categories).filter(([, category]) => category.dimension === dimension),
  );
}

const exactly = (value: number): Measured => ({ value, low: value, high: value });

function mean(found: readonly Measured[]): Measured {
  const of = (key: keyof Measured) => found.reduce((sum, each) => sum + each[key], 0) / found.length;
  return { value: of('value'), low: of('low'), high: of('high') };
}
