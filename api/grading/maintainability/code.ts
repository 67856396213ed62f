// A solution's source as text, whatever its language: which lines are the candidate's own, and where in them there is
// code and not a comment or a string.
import type { Tree } from '../../challenge/tree.ts';

/** How a language begins a comment, by the ending of its files. */
const comments: Record<string, '//' | '#' | '--'> = {
  ...Object.fromEntries(
    ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'go', 'java'].map((ending) => [ending, '//']),
  ),
  py: '#',
  sql: '--',
};

/** What is larger is data or generated. All that is read of a tree is bounded: its author chose it. */
const mostFileBytes = 200_000;
const mostBytes = 2_000_000;

const quoted = String.raw`"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?`;
const template = '`(?:\\\\[\\s\\S]|[^`\\\\])*`?';
// A slash begins one where no value can stand before it.
const regularExpression = String.raw`(?<=[=(,:!&|?{};]\s*|\breturn )\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/`;
/** Comments and strings of a language, by how it begins a comment. */
const pieces = {
  '//': String.raw`\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|${quoted}|${template}|${regularExpression}`,
  '#': String.raw`#[^\n]*|"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|${quoted}`,
  '--': String.raw`--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'[^']*'?`,
};

/** A file with lines that the starter does not have. */
export interface OwnSource {
  path: string;
  text: string;
  /** Numbers of those lines, from 0; what is only a comment, or empty, is none of them. */
  own: ReadonlySet<number>;
}

/** @returns what a comment in this file begins with, undefined when it is no source */
export function commentOf(path: string): '//' | '#' | '--' | undefined {
  return comments[path.slice(path.lastIndexOf('.') + 1)];
}

/** Whether a file is named as tests are in any of the languages. */
export function isTest(path: string): boolean {
  return (
    commentOf(path) !== undefined &&
    /(^|\/)(tests?|__tests__|spec)\/|(^|[./_-])(conf)?(tests?|spec)[._-]/i.test(path)
  );
}

/** @returns the text with spaces for its comments, and for its strings when asked; every place stays where it was */
export function blanked(path: string, text: string, what: 'comments' | 'comments and strings'): string {
  const comment = commentOf(path);
  if (!comment) return text;
  return text.replace(new RegExp(pieces[comment], 'g'), (piece) =>
    what === 'comments' && !/^(\/\/|\/\*|#|--)/.test(piece) ? piece : piece.replaceAll(/[^\n]/g, ' '),
  );
}

/**
 * @returns the files of source that are new or changed, by path, with the lines that are nowhere in the starter: a line
 * that only moved is not the candidate's own
 */
export function ownSources(starter: Tree, tree: Tree): OwnSource[] {
  const known = new Map<string, number>();
  for (const { path, text } of sourcesOf(starter))
    for (const line of linesOf(path, text)) known.set(line, (known.get(line) ?? 0) + 1);
  return sourcesOf(tree)
    .map(({ path, text }) => ({ path, text, own: ownLines(linesOf(path, text), known) }))
    .filter(({ own }) => own.size > 0);
}

function sourcesOf(tree: Tree): { path: string; text: string }[] {
  let bytes = 0;
  return [...tree]
    .filter(([path, content]) => commentOf(path) !== undefined && content.length <= mostFileBytes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, content]) => (bytes += content.length) <= mostBytes)
    .map(([path, content]) => ({ path, text: content.toString('utf8') }));
}

function linesOf(path: string, text: string): string[] {
  return blanked(path, text, 'comments')
    .split('\n')
    .map((line) => line.trim());
}

function ownLines(lines: readonly string[], known: Map<string, number>): Set<number> {
  const own = new Set<number>();
  for (const [index, line] of lines.entries()) {
    const left = known.get(line) ?? 0;
    if (left > 0) known.set(line, left - 1);
    else if (line !== '') own.add(index);
  }
  return own;
}
