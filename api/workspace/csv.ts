/** @returns the records of RFC 4180 text; a quote that is never closed ends with the text */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  // A field, quoted or not, and what follows it. The last alternative ends at the end of a text without a final newline.
  const field = /(?:"((?:[^"]|"")*)(?:"|$)|([^",\r\n]*))(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) break;
    const [, quoted, plain, then] = match;
    record.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (then === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
