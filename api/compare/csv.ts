/** A cell of a table to take along; null is an empty one. */
export type Cell = string | number | null;

/** Spreadsheets take what begins so for a formula and carry it out (OWASP, "CSV Injection"), some after blanks too. */
const formula = /^[\t\r\n]|^\s*[=+\-@＝＋－＠]/;

/**
 * A table as RFC 4180 text in which nothing is a formula: a quote before such a cell makes it text. It begins with a byte
 * order mark, without which Excel does not read UTF-8.
 */
export function csvOf(table: readonly (readonly Cell[])[]): string {
  return `\ufeff${table.map((cells) => `${cells.map(textOf).join(',')}\r\n`).join('')}`;
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  return `"${(formula.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
}
