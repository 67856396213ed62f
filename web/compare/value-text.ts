// The numbers of a comparison as people read them.
import type { Measure } from '../../api/compare/contract.ts';
import { messages } from '../messages.ts';
import { figures } from '../ui/time.ts';

const words = messages.compare;
type Value = Omit<Measure['values'][number], 'submissionId'>;

/** Points and traffic as the scorecard has them: no decimals from ten on. */
const number = (name: Measure['name'], value: number) =>
  name === 'Traffic' && value < 10 ? figures(value, 2) : Math.round(value).toLocaleString('en-US');

export function valueText(name: Measure['name'], { value, atLeast }: Value): string {
  if (name === 'Traffic' && value === 0) return words.noneHeld;
  return atLeast ? words.atLeast(number(name, value)) : number(name, value);
}

export function rangeText(name: Measure['name'], { low, high, atLeast }: Value): string {
  if (atLeast) return words.rangeFrom(number(name, low));
  return words.range(number(name, low), number(name, high));
}

/** The same for those who hear it. */
export function spoken(name: Measure['name'], { value, low, high, atLeast }: Value): string {
  if (atLeast) return words.rpsAtLeast(number(name, value));
  const say = name === 'Traffic' ? words.rps : words.points;
  return say(number(name, value), number(name, low), number(name, high));
}
