/** @returns a number with its noun, such as "1 minute" and "2 minutes" */
export const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
