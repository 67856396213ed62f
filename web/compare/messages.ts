import type { Reason } from '../../api/compare/contract.ts';

type Spoken = Pick<Reason, 'own' | 'others'>;

export const compareMessages = {
  compare: {
    title: (challenge: string) => `Comparison · ${challenge}`,
    titleNone: 'Comparison',
    pick: (name: string) => `Pick ${name} to compare`,
    picked: (count: number) => `${count} picked`,
    open: 'Compare',
    clear: 'Pick none',
    full: 'At most 8 can be compared at once.',
    results: 'Results as CSV',

    measuredAlike: (language: string, machine: string) =>
      `All of these were measured with the same version of the challenge and the same checks, in ${language}, on ${machine}.`,
    how: 'How to read this',
    rule: 'The dot is what was measured. The line is its likely range: where it would come out in about 95 of 100 repetitions, by the seconds that were measured and by how far runs of the same code lie apart.',
    tie: 'Two candidates differ clearly where their lines do not meet. Where the lines meet, even at their ends, there is no clear difference, whatever the dots say. Nobody is ranked here.',
    order: 'Order',
    orders: { name: 'By name', day: 'By the day of handing in' },
    orderBy: (measure: string) => `By ${measure}, highest first`,
    orderNote: (measure: string) =>
      `In the order of what was measured for ${measure}. Neighbours whose lines meet may as well stand the other way round.`,
    leaveOut: 'Leave out',
    leaveOutThis: (name: string) => `Leave out ${name}`,
    csv: 'As CSV',
    json: 'As JSON',
    print: 'Print or save as PDF',

    measures: {
      Score: 'Score',
      Traffic: 'Requests a second it holds',
    } as Record<string, string>,
    points: (value: string, low: string, high: string) =>
      `${value} of 100, likely between ${low} and ${high}`,
    rps: (value: string, low: string, high: string) =>
      `${value} requests a second, likely between ${low} and ${high}`,
    rpsAtLeast: (value: string) => `at least ${value} requests a second; more was not offered`,
    atLeast: (value: string) => `at least ${value}`,
    rangeFrom: (low: string) => `from ${low}`,
    range: (low: string, high: string) => `${low}–${high}`,
    axisPoints: 'Points of 100; marks: where each band begins',
    axisTraffic: (goal: string) => `Requests a second; the mark is what the brief asks for: ${goal}`,
    brief: 'brief',
    notMeasured: 'not measured',
    noneHeld: 'none held',
    allTied: 'No clear difference between any of them.',
    above: (name: string, others: string) => `${name} is clearly above ${others}.`,
    othersTied: 'Otherwise no clear difference.',
    one: 'Only one to look at.',

    table: 'The same numbers as a table',
    candidate: 'Candidate',
    handedIn: 'Handed in',
    band: 'Band',
    confidence: 'Confidence',
    confidences: { high: 'high', medium: 'medium', low: 'low' },
    mustFix: 'Must be fixed',
    perSecond: 'Holds, a second',

    leftOut: 'Not comparable with these',
    leftOutText:
      'Numbers mean the same only where the same was measured in the same way. These are therefore not in the charts.',
    gone: 'A candidate who is not here, or no longer',
    reasons: {
      unknown: () => 'There is no such work here.',
      'not-graded': () => 'The grading is not finished yet.',
      'did-not-run': () => 'The service did not run, so there are no numbers.',
      'not-measured': () => 'Something of ours failed, so there are no numbers.',
      challenge: ({ own, others }) => `Another challenge: ${own}, not ${others}.`,
      version: () => 'Another version of the challenge: what was asked was not the same.',
      checks: () => 'Other checks: what was looked at was not the same.',
      scoring: () => 'The points were given by another version of the challenge.',
      language: ({ own, others }) =>
        `Another language: ${own}, not ${others}. Points compare with solutions in the same language.`,
      machine: ({ own, others }) => `Measured on another machine: ${own}, not ${others}.`,
      plan: () => 'A short trial run: it was not measured for as long.',
    } satisfies Record<Reason['what'], (spoken: Spoken) => string>,

    none: 'Nobody to compare yet',
    noneText: 'Tick two or more candidates who are graded, in the list of candidates.',
    noneAlike: 'None of those that are picked can be compared',
    toList: 'To the list of candidates',
  },
};
