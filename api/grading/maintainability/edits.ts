// Small changes to the code a candidate wrote: bugs, planted to see whether the candidate's tests notice one, and a change
// that does nothing, which no test of behaviour can notice. The same seed makes the same changes.
import { seedFrom, uniform } from '../../../sandboxes/probe/random.ts';
import type { Tree } from '../../challenge/tree.ts';
import { blanked, commentOf, isTest, type OwnSource, ownSources } from './code.ts';

export interface Edit {
  kind: 'none' | 'neutral' | 'bug';
  /** Where a bug was planted, and what it is; null for what is none. */
  bug: { path: string; line: number; what: string } | null;
  /** All files, with the change in them. */
  tree: Tree;
}

interface Operator {
  find: RegExp;
  becomes: (found: string) => string;
  /** Files in whose language it would only break the build. */
  except?: RegExp;
}

const opposite: Record<string, string> = {
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '&&': '||',
  '||': '&&',
  and: 'or',
  or: 'and',
  'is not': 'is',
  is: 'is not',
  '+': '-',
  '-': '+',
  '*': '+',
  true: 'false',
  false: 'true',
  True: 'False',
  False: 'True',
};
const turned = (found: string): string => opposite[found] ?? found;
const between = (words: string): RegExp => new RegExp(String.raw`(?<=\S )(?:${words})(?= |$)`, 'g');

/** What shows most comes first. Formatted code has spaces around what is meant here, and none around its look-alikes. */
const operators: readonly Operator[] = [
  { find: between('[!=]==?|is not|is'), becomes: turned },
  // Before what is returned it seldom matters.
  { find: /(?<!\breturn )\bawait (?=[\w(])/g, becomes: () => '' },
  { find: between('&&|\\|\\||and|or'), becomes: turned },
  { find: /(?<=^\s*)return (?=\w)/g, becomes: () => '', except: /\.(go|java)$/ },
  { find: between('[<>]=?'), becomes: turned },
  { find: between('[-+*]'), becomes: turned },
  {
    find: /(?<![\w.$])(?:true|false|True|False|[01])(?![\w.])/g,
    becomes: (found) => opposite[found] ?? String(1 - Number(found)),
  },
];

/** Lines in which the same signs mean something else. */
const declaration = /^\s*(import|from|package|type|interface|declare)\b/;
/** A whole number of two and more: its hexadecimal way of writing means the same in every language here. */
const wholeNumber = /(?<![\w.$])(?:[2-9]|[1-9]\d{1,8})(?![\w.])/g;

interface Site {
  path: string;
  line: number;
  at: number;
  found: string;
  becomes: string;
}

/** @returns at most `most` trees with one bug each, no two in one line; none when nothing in the candidate's own lines can be turned */
export function plantBugs(starter: Tree, tree: Tree, seed: number, most: number): Edit[] {
  const next = uniform(seedFrom(seed, 'bugs'));
  const sources = editable(starter, tree);
  const queues = operators.map((operator) =>
    shuffled(
      sources.flatMap((source) => sitesOf(source, operator)),
      next,
    ),
  );
  const chosen: Site[] = [];
  const taken = new Set<string>();
  while (chosen.length < most && queues.some((queue) => queue.length > 0))
    for (const queue of queues) {
      const site = queue.pop();
      if (!site || chosen.length >= most || taken.has(`${site.path}:${site.line}`)) continue;
      taken.add(`${site.path}:${site.line}`);
      chosen.push(site);
    }
  return chosen.map((site) => ({ kind: 'bug', bug: bugOf(site), tree: withSites(tree, [site]) }));
}

/** A comment more in every file the candidate changed, and one of the numbers in it written in another way. */
export function neutralEdit(starter: Tree, tree: Tree, seed: number): Edit {
  const next = uniform(seedFrom(seed, 'neutral'));
  const toHex = { find: wholeNumber, becomes: (found: string) => `0x${Number(found).toString(16)}` };
  const sources = editable(starter, tree);
  const sites = sources.flatMap((source) => shuffled(sitesOf(source, toHex), next).slice(0, 1));
  const changed = new Map(withSites(tree, sites));
  for (const { path } of sources) {
    const comment = Buffer.from(`\n${commentOf(path)} ${Math.floor(next() * 1e6)}\n`);
    changed.set(path, Buffer.concat([changed.get(path) as Buffer, comment]));
  }
  return { kind: 'neutral', bug: null, tree: changed };
}

/** A schema is left alone: a database that is broken shows in everything. */
function editable(starter: Tree, tree: Tree): OwnSource[] {
  return ownSources(starter, tree).filter(({ path }) => !isTest(path) && commentOf(path) !== '--');
}

function sitesOf({ path, text, own }: OwnSource, { find, becomes, except }: Operator): Site[] {
  const sites: Site[] = [];
  if (except?.test(path)) return sites;
  let offset = 0;
  for (const [index, code] of blanked(path, text, 'comments and strings').split('\n').entries()) {
    if (own.has(index) && !declaration.test(code))
      for (const { 0: found, index: at } of code.matchAll(find))
        sites.push({ path, line: index + 1, at: offset + at, found, becomes: becomes(found) });
    offset += code.length + 1;
  }
  return sites;
}

function bugOf({ path, line, found, becomes }: Site): Edit['bug'] {
  const what = becomes === '' ? `“${found.trim()}” was taken out` : `“${found}” became “${becomes}”`;
  return { path, line, what };
}

/** @param sites at most one of each file */
function withSites(tree: Tree, sites: readonly Site[]): Tree {
  const changed = new Map(tree);
  for (const { path, at, found, becomes } of sites) {
    const text = (tree.get(path) as Buffer).toString('utf8');
    changed.set(path, Buffer.from(text.slice(0, at) + becomes + text.slice(at + found.length)));
  }
  return changed;
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => ({ item, place: next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
