// What a check says it found, turned around into what was expected and what came.

export interface Assertion {
  /** What was looked at, such as a request; empty when the message does not say. */
  where: string;
  expected: string;
  got: string;
}

const form =
  /^(?:(?<where>.*?): )?expected (?<subject>.+?) (?<verb>to (?:be|deeply equal|strictly equal|equal|match object|include|have a length of)) (?<value>.+)$/s;
const timedOut = /^(?<where>.+?): The operation was aborted due to timeout$/s;
const statuses = /^\[ ?\d{3}(?:, \d{3})* ?\]$/;
const comparisons: [RegExp, string][] = [
  [/^greater than or equal to (.+)$/s, '$1 or more'],
  [/^less than or equal to (.+)$/s, '$1 or less'],
  [/^greater than (.+)$/s, 'more than $1'],
  [/^less than (.+)$/s, 'less than $1'],
];

/** @param message of a failed check, as its assertion worded it @returns undefined when it says it in another way */
export function assertionOf(message: string): Assertion | undefined {
  const text = message
    .replace(/\n\(\d+ matching propert(?:y|ies) omitted from actual\)/, '')
    .replace(/ \/\/ Object\.is equality/, '')
    .trim();
  const late = timedOut.exec(text)?.groups;
  if (late) return { where: late['where'] ?? '', expected: 'an answer in time', got: 'none in time' };
  const { where = '', subject = '', verb = '', value = '' } = form.exec(text)?.groups ?? {};
  if (verb === '') return undefined;
  return { where, ...sides(tidy(subject), verb, tidy(value)) };
}

function sides(subject: string, verb: string, value: string): Omit<Assertion, 'where'> {
  if (verb === 'to have a length of') {
    const [length = '', got = ''] = value.split(' but got ');
    return { expected: `${length} of them`, got };
  }
  // A list of what is allowed is held against what came.
  if (verb === 'to include' && statuses.test(subject))
    return { expected: subject.slice(1, -1).trim().split(', ').join(' or '), got: value };
  if (verb === 'to include') return { expected: `one that holds ${value}`, got: subject };
  if (verb === 'to match object') return { expected: `among others ${value}`, got: subject };
  const comparison = comparisons.find(([pattern]) => pattern.test(value));
  return { expected: comparison ? value.replace(...comparison) : value, got: subject };
}

/** The way JavaScript writes a zero is of no interest. */
const tidy = (value: string) => value.replaceAll(/(?<![\w.])\+0(?![\d.])/g, '0');
