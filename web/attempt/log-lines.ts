export type Level = 'debug' | 'info' | 'warn' | 'error';
export const levels: readonly Level[] = ['debug', 'info', 'warn', 'error'];

export interface LogLine {
  text: string;
  level: Level;
}

/** As pino and its like number them. */
const numbered: [from: number, level: Level][] = [
  [50, 'error'],
  [40, 'warn'],
  [30, 'info'],
  [0, 'debug'],
];
const named: [pattern: RegExp, level: Level][] = [
  [/\b(error|fatal|critical|panic|exception|traceback|unhandled\w*)\b/i, 'error'],
  [/\w(Error|Exception)\b/, 'error'],
  [/\b(warn|warning)\b/i, 'warn'],
  [/\b(debug|trace|verbose)\b/i, 'debug'],
];
/** A stack, and whatever else is indented, belongs to the line above it. */
const belongsAbove = /^(\s+\S|\s*})/;

/** Cuts a log into lines, each with the level it says, or seems, to have. */
export function linesOf(text: string): LogLine[] {
  const lines: LogLine[] = [];
  for (const line of text.split('\n')) {
    const above = lines.at(-1);
    const level = above && belongsAbove.test(line) ? above.level : levelOf(line);
    lines.push({ text: line, level });
  }
  return lines;
}

function levelOf(line: string): Level {
  const number = /"level":\s*(\d+)/.exec(line)?.[1];
  if (number !== undefined) return numbered.find(([from]) => Number(number) >= from)![1];
  const name = /"level":\s*"(\w+)"/.exec(line)?.[1] ?? line;
  return named.find(([pattern]) => pattern.test(name))?.[1] ?? 'info';
}

/** @returns the lines of at least this level that contain the text, whatever its case */
export function pick(lines: readonly LogLine[], least: Level, search: string): LogLine[] {
  const wanted = search.toLowerCase();
  return lines.filter(
    ({ text, level }) =>
      levels.indexOf(level) >= levels.indexOf(least) && text.toLowerCase().includes(wanted),
  );
}
