// What can be said of a challenge without grading anything: whether what its author declares is complete and agrees.
import type { Challenge, Reference } from '../../challenge/challenge.ts';
import { drillName, type Drill } from '../../challenge/drill.ts';
import type { Band } from '../report.ts';
import { bandOrder } from '../band.ts';
import { at, failed, type Finding, warning } from './finding.ts';
import { checksIn, withoutAssertion } from './suite.ts';

const yaml = 'challenge.yaml';

export function declaredFindings(challenge: Challenge): Finding[] {
  return [
    ...briefFindings(challenge),
    ...withoutAssertion(challenge).map(({ file, line, text }) =>
      failed('no-assertion', `${file}:${line}`, `This check asserts nothing: ${firstLine(text)}`),
    ),
    ...challenge.drills
      .filter(isIdle)
      .map((drill) => failed('idle-drill', yaml, `The drill ${drillName(drill)} changes nothing`)),
    ...roleFindings(challenge),
    ...Object.entries(challenge.references).flatMap(([name, reference]) => [
      ...bandFindings(name, reference, challenge),
      ...reasonFindings(name, reference, challenge),
    ]),
  ];
}

function briefFindings(challenge: Challenge): Finding[] {
  const brief = inOneLine(challenge.brief);
  const hidden = new Set(
    checksIn(challenge)
      .filter((check) => check.hidden)
      .map(({ category }) => category),
  );
  return Object.entries(challenge.categories)
    .filter(([name, { inBrief }]) => hidden.has(name) && !(inBrief && brief.includes(inOneLine(inBrief))))
    .map(([name, { inBrief }]) =>
      failed(
        'brief',
        'brief.md',
        inBrief
          ? `The hidden category ${name} should be told in the words "${inBrief}", which are not there`
          : `The hidden category ${name} is told nowhere: it has no inBrief`,
      ),
    );
}

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').toLowerCase();

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 100) ?? '';
}

function isIdle(drill: Drill): boolean {
  if (drill.kind !== 'dependency') return false;
  const { fail, perSecond, ...others } = drill.behaviour;
  return perSecond === undefined && !fail?.share && !Object.values(others).some(Boolean);
}

function roleFindings({ references, starters, duet }: Challenge): Finding[] {
  const all = Object.values(references);
  const missing = (['slow', 'wrong', 'cheat'] as const).filter(
    (role) => !all.some((reference) => reference.role === role),
  );
  const [first = ''] = Object.keys(starters);
  return [
    ...missing.map((role) => failed('roles', yaml, `No reference has the role ${role}`)),
    ...['naive', 'strong']
      .filter((name) => !references[name]?.trees[first])
      .map((name) => failed('marks', at(name), `There is no reference ${name} for ${first}`)),
    ...(reasonsOf(references[duet]).length > 0
      ? [failed('declared-reason', at(duet), 'Candidates are measured beside it, so nothing may fail in it')]
      : []),
  ];
}

function bandFindings(name: string, { bands, role, fails = [] }: Reference, challenge: Challenge): Finding[] {
  const duet = challenge.references[challenge.duet]?.bands ?? [];
  const [lowest, highest] = [least(bands), most(bands)];
  const declared = (what: string) => [failed('declared-bands', at(name), what)];
  if (highest - lowest + 1 !== bands.length)
    return declared(`Its bands ${bands.join(', ')} leave one out between them`);
  if (name === 'strong' && lowest < least(duet))
    return declared(`It may land in ${bands.join(', ')}, below ${challenge.duet}`);
  // A slow solution is right all the same: it may reach the band of a good one, with a lower score.
  const limit = role === 'slow' ? least(duet) : least(duet) - 1;
  if (fails.length > 0 && highest > limit)
    return declared(`With its faults it may land in ${bands.join(', ')}, as ${challenge.duet} may`);
  return [];
}

const least = (bands: readonly Band[]): number => Math.min(...bands.map((band) => bandOrder.indexOf(band)));
const most = (bands: readonly Band[]): number => Math.max(...bands.map((band) => bandOrder.indexOf(band)));

function reasonFindings(name: string, reference: Reference, challenge: Challenge): Finding[] {
  const { role, fails = [], bands } = reference;
  const strange = reasonsOf(reference).filter((reason) => !isKnown(reason, challenge));
  const low = most(bands) < least(challenge.references[challenge.duet]?.bands ?? []);
  const declared = (what: string) => failed('declared-reason', at(name), what);
  return [
    ...strange.map((reason) => declared(`There is no ${reason} in this challenge`)),
    ...(fails.length === 0 && (role || low)
      ? [declared(`It is to land in ${bands.join(', ')}, and nothing says why`)]
      : []),
    ...(fails.length > 0 && role ? roleReasons(name, role, fails) : []),
  ];
}

function roleReasons(
  name: string,
  role: NonNullable<Reference['role']>,
  fails: readonly string[],
): Finding[] {
  const [facts, measured] = [fails.some(isFact), !fails.every(isFact)];
  const declared = (what: string) => failed('declared-reason', at(name), what);
  if (role === 'slow' && !measured)
    return [declared('It is slow, and neither performance nor a drill fails')];
  if (role === 'slow' && facts)
    return [warning('declared-reason', at(name), 'It is slow and wrong at once, which proves neither')];
  if (role !== 'slow' && fails.every((reason) => reason === 'performance'))
    return [declared(`It is ${role}, and only performance fails`)];
  return [];
}

const isFact = (reason: string): boolean => /^(checks|rules)\b/.test(reason);

function reasonsOf(reference: Reference | undefined): string[] {
  return [...(reference?.fails ?? []), ...(reference?.perhaps ?? [])];
}

function isKnown(reason: string, { categories, drills, suites }: Challenge): boolean {
  const [kind, name] = reason.split('/');
  if (kind === 'checks') return name === undefined || name in categories;
  if (kind === 'drills') return drills.some((drill) => name === undefined || drillName(drill) === name);
  if (kind === 'rules') return suites.hidden.has('storm.ts');
  return true;
}
