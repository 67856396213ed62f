/** Amounts are counted in whole cents; euros exist at the edges only. */
export const toCents = (euros: number): number => Math.round(euros * 100);
export const toEuros = (cents: number): number => cents / 100;

/** Ten pieces or more earn 5 % off; half a cent is rounded up. */
export function costOf(lines: readonly { quantity: number; cents: number }[]) {
  let pieces = 0;
  let subtotal = 0;
  for (const { quantity, cents } of lines) {
    pieces += quantity;
    subtotal += quantity * cents;
  }
  const discount = pieces >= 10 ? Math.floor((subtotal * 5 + 50) / 100) : 0;
  return { pieces, subtotal, discount, total: subtotal - discount };
}
