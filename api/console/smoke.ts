/** How fast a smoke load may be: beyond twice what the brief asks for it would test the machine. */
export function maxRpsOf(goal: { rps: number }): number {
  return Math.ceil(2 * goal.rps);
}
