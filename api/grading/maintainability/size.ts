// How much a solution added to what its author was given: the less there is, the less there is to keep.
import type { Tree } from '../../challenge/tree.ts';
import type { DiffSize } from '../report.ts';
import { blanked, isTest, ownSources } from './code.ts';

const decision = /\b(if|elif|for|while|case|catch|except)\b|&&|\|\||\?\?|\s\?\s|\b(and|or)\b/g;

/** Tests are left out: nobody has too many. */
export function sizeOf(starter: Tree, tree: Tree): DiffSize {
  const sources = ownSources(starter, tree).filter(({ path }) => !isTest(path));
  const lines = sources.flatMap(({ path, text, own }) =>
    blanked(path, text, 'comments and strings')
      .split('\n')
      .filter((_, index) => own.has(index)),
  );
  return {
    files: sources.length,
    lines: lines.length,
    decisions: lines.reduce((sum, line) => sum + (line.match(decision)?.length ?? 0), 0),
  };
}
