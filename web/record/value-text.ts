import { messages } from '../messages.ts';
import { momentText } from '../ui/time.ts';

const words = messages.record;

/** @returns a value as the record holds it, for people: moments by their own clock, yes and no in words */
export function valueText(value: string | null): string {
  if (value === null) return words.unset;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return momentText(value);
  return words.values[value] ?? value;
}
