// The checks of a challenge as their source has them, without running them.
import type { Challenge } from '../../challenge/challenge.ts';

export interface SourceCheck {
  file: string;
  /** Counted from 1. */
  line: number;
  category: string;
  hidden: boolean;
  /** From its name to its end. */
  text: string;
}

/** Every call of check, in the form that our formatter gives it. */
export function checksIn({ suites }: Pick<Challenge, 'suites'>): SourceCheck[] {
  return sources(suites.hidden).flatMap(([file, lines]) =>
    lines.flatMap((line, index) => {
      if (!/^\s*check\(/.test(line)) return [];
      const text = blockAt(lines, index);
      const category = /^\s*check\(\s*(['"])(.*?)\1/.exec(text)?.[2] ?? '';
      return [{ file, line: index + 1, category, hidden: file.startsWith('checks/hidden/'), text }];
    }),
  );
}

/** @returns the checks that cannot fail for anything a service answers: they neither expect nor throw, nor call what does */
export function withoutAssertion(challenge: Pick<Challenge, 'suites'>): SourceCheck[] {
  const asserting = assertingNames(challenge);
  return checksIn(challenge).filter(({ text }) => !asserts(text.replace(itsName, ''), asserting));
}

const itsName = /^\s*check\(\s*(['"]).*?\1,\s*(['"`]).*?\2/s;

function asserts(text: string, names: ReadonlySet<string>): boolean {
  const code = text.replaceAll(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/\w+/g)].some(
    ([word]) => word === 'expect' || word === 'throw' || names.has(word),
  );
}

/** Functions and methods of the suite that expect something or throw, or call one that does. */
function assertingNames({ suites }: Pick<Challenge, 'suites'>): Set<string> {
  const blocks = sources(suites.hidden).flatMap(([, lines]) => namedBlocks(lines));
  const names = new Set<string>();
  for (let before = -1; before < names.size;) {
    before = names.size;
    for (const { name, text } of blocks) if (asserts(text, names)) names.add(name);
  }
  return names;
}

const declaration =
  /^\s*(?:export )?(?:static )?(?:(?:async )?function\*? (\w+)|const (\w+) =|(?:async )?(\w+)(?:<.*>)?\(.*\{$)/;

function namedBlocks(lines: string[]): { name: string; text: string }[] {
  return lines.flatMap((line, index) => {
    const [, ...names] = declaration.exec(line) ?? [];
    const name = names.find(Boolean);
    if (!name || name === 'check' || name === 'constructor') return [];
    const block = blockAt(lines, index);
    return [{ name, text: block.slice(block.indexOf(name) + name.length) }];
  });
}

/** From a line to the end of what begins there: all that is indented deeper, and what closes it. */
function blockAt(lines: string[], start: number): string {
  const first = lines[start] ?? '';
  const indent = indentOf(first);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(
    (line) => line.trim() !== '' && indentOf(line) <= indent && !/^\s*[)}\]].*[^;}]$/.test(line),
  );
  const closes = /^\s*[)}\]]/.test(rest[end] ?? '');
  return [first, ...rest.slice(0, end === -1 ? undefined : end + Number(closes))].join('\n');
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

function sources(suite: Challenge['suites']['hidden']): [file: string, lines: string[]][] {
  return [...suite]
    .filter(([path]) => /^checks\/.+\.ts$/.test(path))
    .map(([path, text]) => [path, text.toString('utf8').split('\n')]);
}
