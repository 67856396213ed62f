// The numbers of a comparison as people read them.
import type { Measure } from '../../api/compare/contract.ts';
import { messages } from '../messages.ts';
import { figures } from '../ui/time.ts';

const words = messages.compare;
type Value = Pick<Measure['values'][number], 'value' | 'low' | 'high'>;

/** Points and traffic as the scorecard has them: no decimals from ten on. */
const number = (name: Measure['name'], value: number) =>
  name === 'Traffic' && value < 10 ? figures(value, 2) : Math.round(value).toLocaleString('en-US');

export function valueText(name: Measure['name'], value: number): string {
  return name === 'Traffic' && value === 0 ? words.noneHeld : number(name, value);
}

export function rangeText(name: Measure['name'], { low, high }: Value): string {
  return words.range(number(name, low), number(name, high));
}

/** The same for those who hear it. */
export function spoken(name: Measure['name'], { value, low, high }: Value): string {
  const say = name === 'Traffic' ? words.rps : words.points;
  return say(number(name, value), number(name, low), number(name, high));
}
