import { messages } from '../messages.ts';
import { figures } from '../ui/time.ts';

const known: Record<string, string> = messages.scorecard.failureKinds;

/** Failures by kind as a reader says them: the most frequent first, empty when there are none. */
export function failureWords(failures: Record<string, number>): string {
  return Object.entries(failures)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${figures(count, 6)} ${known[kind] ?? kind}`)
    .join(', ');
}
