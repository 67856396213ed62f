import type { Candidate } from '../../api/compare/contract.ts';
import { messages } from '../messages.ts';

/** What the page calls a measure; a dimension has its own name. */
export const measureName = (name: string) => messages.compare.measures[name] ?? name;

/** @returns a name for each submission; two of one name are told apart by a number */
export function uniqueNames(candidates: readonly Candidate[]): Map<string, string> {
  const groups = [...Map.groupBy(candidates, ({ candidateName }) => candidateName)];
  return new Map(
    groups.flatMap(([name, group]) =>
      group.map(({ submissionId }, place) => [
        submissionId,
        group.length === 1 ? name : `${name} (${place + 1})`,
      ]),
    ),
  );
}
