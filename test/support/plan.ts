import { type Plan, plans } from '../../api/grading/plan.ts';

/** As much of everything that a grading measures as is needed to see that it does. */
export const quick: Plan = {
  ...plans.short,
  warmUpMs: 1000,
  saturatedMs: 3000,
  steadyMs: 3000,
  ladder: { ...plans.short.ladder, shares: [0.5, 1.1] },
};
