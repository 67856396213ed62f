export interface Hit {
  path: string;
  /** Both count from 1. */
  line: number;
  column: number;
  /** The line, cut to what is worth reading around the hit, in three parts. */
  before: string;
  match: string;
  after: string;
}

export interface Asked {
  text: string;
  matchCase: boolean;
  regex: boolean;
}

const around = 60;
const longest = 200;

/** The pattern to look for. Undefined when nothing is asked or it is no regular expression. */
export function patternOf({ text, matchCase, regex }: Asked): RegExp | undefined {
  if (text === '') return undefined;
  try {
    return new RegExp(regex ? text : RegExp.escape(text), matchCase ? 'gu' : 'giu');
  } catch {
    return undefined;
  }
}

/** Where the pattern occurs, line by line in order of path: at most `limit` hits. */
export function searchTexts(texts: ReadonlyMap<string, string>, pattern: RegExp, limit: number): Hit[] {
  const hits: Hit[] = [];
  for (const path of [...texts.keys()].toSorted())
    for (const [index, line] of (texts.get(path) ?? '').split(/\r?\n/).entries())
      for (const found of line.matchAll(pattern)) {
        if (found[0] === '') continue;
        hits.push(hitOf(path, index + 1, line, found));
        if (hits.length === limit) return hits;
      }
  return hits;
}

function hitOf(path: string, line: number, text: string, found: RegExpExecArray): Hit {
  const end = found.index + found[0].length;
  const start = Math.max(0, found.index - around);
  return {
    path,
    line,
    column: found.index + 1,
    before: (start > 0 ? '…' : '') + text.slice(start, found.index).trimStart(),
    match: found[0].slice(0, longest),
    after: text.slice(end, end + around),
  };
}
