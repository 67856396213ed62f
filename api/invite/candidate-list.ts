// A list of candidates as people paste or upload it: CSV with or without headings, or one "Name <address>" a line.
import { CsvError, parse } from 'csv-parse/sync';
import { emailPattern, maxAtOnce, type NewCandidate, type Preview } from './contract.ts';
import { startByOf } from './invite.ts';

interface Rules {
  /** Of the challenge. */
  runtimes: readonly string[];
  now: Date;
}

type Field = keyof NewCandidate;
interface Entry {
  line: number;
  cells: string[];
}

const headings: Record<string, Field> = {
  name: 'candidateName',
  candidate: 'candidateName',
  email: 'email',
  mail: 'email',
  address: 'email',
  extratime: 'extraTime',
  time: 'extraTime',
  language: 'runtimes',
  languages: 'runtimes',
  runtime: 'runtimes',
  startby: 'startBy',
};
/** The columns of a list without headings. */
const usualOrder: Field[] = ['candidateName', 'email', 'extraTime', 'runtimes', 'startBy'];

/** @returns the candidates of the good lines, and what is wrong with each bad one, in the order of the lines */
export function readCandidates(list: string, rules: Rules): Preview {
  const text = list.replaceAll(/\r\n?/g, '\n');
  const preview: Preview = { candidates: [], problems: [] };
  try {
    readEntries(entriesOf(text), rules, preview);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines: line = 1 } = error as CsvError & { lines?: number };
    preview.problems.push({
      line,
      text: lineOf(text, line),
      what: 'A quotation mark is opened and not closed, or stands inside a word',
    });
  }
  return preview;
}

function readEntries(entries: Entry[], rules: Rules, { candidates, problems }: Preview): void {
  const named = entries[0] && columnsOf(entries[0].cells);
  const columns = named ?? usualOrder;
  const seen = new Map<string, number>();
  for (const { line, cells } of named ? entries.slice(1) : entries) {
    const read = readLine(cells, columns, rules);
    const what = typeof read === 'string' ? read : unfit(read, candidates.length, seen);
    if (what === undefined) candidates.push({ line, ...(read as NewCandidate) });
    else problems.push({ line, text: cells.join(', '), what });
    if (typeof read !== 'string' && read.email) seen.set(read.email.toLowerCase(), line);
  }
}

/** @returns why a candidate who is right by themselves has no place in this list */
function unfit(
  { email }: NewCandidate,
  before: number,
  seen: ReadonlyMap<string, number>,
): string | undefined {
  const first = email === undefined ? undefined : seen.get(email.toLowerCase());
  if (first !== undefined) return `${email} is on line ${first} already`;
  return before >= maxAtOnce ? `At most ${maxAtOnce} candidates can be invited at once` : undefined;
}

function entriesOf(text: string): Entry[] {
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  const delimiter = ['\t', ';', ','].find((each) => first.includes(each)) ?? ',';
  const options = {
    delimiter,
    bom: true,
    trim: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  };
  const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
  return records
    .map(({ record, info }) => ({ line: info.lines, cells: record }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** @returns the columns when these are headings */
function columnsOf(cells: string[]): (Field | undefined)[] | undefined {
  const columns = cells.map((cell) => headings[cell.toLowerCase().replaceAll(/[\s_-]/g, '')]);
  return columns.includes('candidateName') ? columns : undefined;
}

/** @returns the candidate, or what is wrong with the line */
function readLine(cells: string[], columns: (Field | undefined)[], rules: Rules): NewCandidate | string {
  const whole = cells.length === 1 ? /^(.*?)\s*<([^<>]+)>$/.exec(cells[0] ?? '') : null;
  const values: Partial<Record<Field, string>> = whole
    ? { candidateName: whole[1]!, email: whole[2]! }
    : Object.fromEntries(cells.map((cell, index) => [columns[index] ?? '', cell]));
  if (cells.length > columns.length) return `There are ${cells.length} values for ${columns.length} columns`;
  const candidate: NewCandidate = { candidateName: values.candidateName ?? '' };
  for (const read of [readName, readEmail, readExtraTime, readRuntimes, readStartBy]) {
    const wrong = read(values, candidate, rules);
    if (wrong !== undefined) return wrong;
  }
  return candidate;
}

type Read = (
  values: Partial<Record<Field, string>>,
  candidate: NewCandidate,
  rules: Rules,
) => string | undefined;

const readName: Read = ({ candidateName: name = '' }) => {
  if (name === '') return 'The name is missing';
  if (name.length > 200) return 'The name is longer than 200 characters';
  if (name.includes('\u{fffd}')) return 'The name has letters that cannot be read; save the file as UTF-8';
  // oxlint-disable-next-line no-control-regex -- which a name does not have
  return /[\u0000-\u001f\u007f]/.test(name) ? 'The name is broken over lines' : undefined;
};

const readEmail: Read = ({ email }, candidate) => {
  if (!email) return undefined;
  if (email.length > 254 || !new RegExp(emailPattern).test(email)) return `${email} is no e-mail address`;
  candidate.email = email;
  return undefined;
};

const readExtraTime: Read = ({ extraTime }, candidate) => {
  if (!extraTime) return undefined;
  const times = Number(extraTime.replace(',', '.').replace(/\s*[x×]$/i, ''));
  if (!(times >= 1 && times <= 4)) return `${extraTime} is no extra time: a factor from 1 to 4, such as 1.5`;
  candidate.extraTime = times;
  return undefined;
};

const readRuntimes: Read = ({ runtimes }, candidate, rules) => {
  if (!runtimes) return undefined;
  const chosen = [
    ...new Set(
      runtimes
        .toLowerCase()
        .split(/[\s/|+]+/)
        .filter(Boolean),
    ),
  ];
  const unknown = chosen.find((each) => !rules.runtimes.includes(each));
  if (unknown !== undefined)
    return `This challenge is not in ${unknown}, but in ${rules.runtimes.join(', ')}`;
  candidate.runtimes = chosen;
  return undefined;
};

const readStartBy: Read = ({ startBy }, candidate, rules) => {
  if (!startBy) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(startBy) || !startByOf(startBy, rules.now))
    return `${startBy} is no day within the next year, such as ${rules.now.toISOString().slice(0, 10)}`;
  candidate.startBy = startBy;
  return undefined;
};

function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1]?.trim() ?? '';
}
