import type { CheckLine } from '../../sandboxes/probe/observation.ts';
import type { Tree } from '../challenge/tree.ts';
import type { CheckResult } from './contract.ts';

const linesAround = 6;

/** A check as its candidate sees it: with the lines of its code at which it failed. @param suite the visible checks */
export function withSource({ name, category, passed, message, detail }: CheckLine, suite: Tree): CheckResult {
  return {
    name,
    category,
    passed,
    message,
    expected: detail?.expected ?? null,
    got: detail?.got ?? null,
    source: detail ? excerpt(detail, suite) : null,
  };
}

function excerpt({ file, line }: { file: string; line: number }, suite: Tree): CheckResult['source'] {
  const lines = suite.get(file)?.toString('utf8').split('\n');
  if (!lines) return null;
  const from = Math.max(1, line - linesAround);
  return { file, line, from, lines: lines.slice(from - 1, line + linesAround) };
}
