import { messages } from '../messages.ts';
import { clockText } from '../ui/time.ts';
import type { Row } from './timeline.ts';

const words = messages.timeline;

/** How long after the start, as a clock shows it. */
export function sinceStart(startedAt: string, { at }: Row): string {
  return clockText(Date.parse(at) - Date.parse(startedAt));
}

/** What a row says, in words. */
export function rowText({ kind, path, size, note, count }: Row): string {
  const what = path === null ? words.kinds[kind] : `${path} ${words.kinds[kind]}`;
  const sizes = kind === 'paste' ? words.characters(size ?? 0) : size === null ? '' : words.bytes(size);
  const said = kind === 'checks' ? words.checksNote(note ?? '') : (note ?? '');
  return [what, count > 1 ? words.times(count) : '', sizes, said].filter(Boolean).join(', ');
}
