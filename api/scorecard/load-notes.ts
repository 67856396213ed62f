import type { GradedReport, LoadStep } from '../grading/report.ts';
import type { Note } from './note.ts';
import { figures, percent, perSecond } from './phrases.ts';

const evidence = { anchor: '#load', label: 'The load chart' };
const sideBySide = { anchor: '#ratios', label: 'Side by side with our own solution' };

/** What the shape of the load curve, and the comparison with the reference, give away. */
export function loadNotes(report: GradedReport): Note[] {
  return [
    ...capacity(report),
    ...breaking(report),
    ...underFullLoad(report),
    ...besideReference(report),
    ...waiting(report),
  ];
}

function capacity({ knee, goal }: GradedReport): Note[] {
  const least = perSecond(goal.rps);
  const base = { topic: 'load', evidence } as const;
  if (knee.rps === 0)
    return [
      {
        ...base,
        kind: 'risk',
        weight: 92,
        text: `It is too slow even for very little traffic; the brief asks for ${least}.`,
        question: {
          ask: 'One single request takes long, with nobody else there. How would you find out where its time goes?',
          listenFor:
            'Measures before changing: the slow query and its plan, the number of queries, calls to others one after another.',
        },
      },
    ];
  if (knee.rps < goal.rps)
    return [
      {
        ...base,
        kind: 'risk',
        weight: 88,
        text: `It holds ${perSecond(knee.rps)}, less than the ${figures(goal.rps)} that the brief asks for.`,
        question: {
          ask: `The brief asks for ${least}, and yours gets slow at ${figures(knee.rps)}. What would you change first, and how do you know that it is this?`,
          listenFor:
            'Names a measurement before a cure. Talks of queries, indexes and waiting, not of a bigger machine.',
        },
      },
    ];
  return [...headroom(knee, goal.rps), whatRunsOut(knee)];
}

function headroom({ rps: holds, atLeast }: GradedReport['knee'], asked: number): Note[] {
  const ratio = holds / asked;
  const base = { topic: 'load', evidence } as const;
  if (ratio < 1.5 && !atLeast)
    return [
      {
        ...base,
        kind: 'risk',
        weight: 45,
        text: `There is little room to grow: it holds ${perSecond(holds)}, and ${figures(asked)} are needed.`,
      },
    ];
  const text = `It holds ${atLeast ? 'at least ' : ''}${figures(ratio)} times the traffic that the brief asks for.`;
  return [{ ...base, kind: 'strength', weight: Math.min(80, 50 + 10 * ratio), text }];
}

/** Always worth asking, whatever the result. */
function whatRunsOut({ rps, atLeast }: GradedReport['knee']): Note {
  const slow = atLeast
    ? `At ${perSecond(rps)}, the most that was offered, your answers were still fast. What would run`
    : `At about ${perSecond(rps)} your answers get slow. What runs`;
  return {
    kind: 'strength',
    topic: 'load',
    weight: 40,
    evidence,
    question: {
      ask: `${slow} out first, and how would you find out?`,
      listenFor:
        'Names one thing (processor, connections, a lock, the database) and the number that would show it, before any cure.',
    },
  };
}

/** What happens beyond the last load that was held. */
function breaking({ load, knee }: GradedReport): Note[] {
  const beyond = load
    .toSorted((a, b) => a.rps - b.rps)
    .find(({ rps, meetsGoal }) => rps > knee.rps && !meetsGoal);
  if (!beyond || knee.rps === 0) return [];
  const topic = 'load' as const;
  if (beyond.errorRate >= 0.2)
    return [
      {
        kind: 'risk',
        topic,
        weight: 40,
        evidence,
        text: `Beyond its limit it breaks instead of getting slower: ${percent(beyond.errorRate)} of requests fail at ${perSecond(beyond.rps)}.`,
        question: {
          ask: 'A little more traffic than your service can take, and much of it fails. How could it fail less badly?',
          listenFor:
            'Turns some away at once so that the others are served. A bounded queue, and old requests dropped.',
        },
      },
    ];
  return gentle(beyond)
    ? [
        {
          kind: 'strength',
          topic,
          weight: 35,
          evidence,
          text: 'Beyond its limit it gets slower, and still answers.',
        },
      ]
    : [];
}

const gentle = ({ errorRate, p95Ms }: LoadStep) => errorRate <= 0.01 && p95Ms !== null;

function underFullLoad({ facts }: GradedReport): Note[] {
  const { wrong = 0, exits = 0 } = facts.failures;
  const notes: Note[] = [];
  if (wrong > 0)
    notes.push({
      kind: 'risk',
      topic: 'load',
      weight: 90,
      evidence: sideBySide,
      text: `${figures(wrong)} of its answers under load were wrong.`,
      question: {
        ask: 'Alone every answer is right, and under load some are wrong. Where would you look?',
        listenFor:
          'State that requests share: a variable, a copy in memory, a connection used by two. Then how to make it happen on purpose.',
      },
    });
  if (exits > 0)
    notes.push({
      kind: 'risk',
      topic: 'load',
      weight: 86,
      evidence: sideBySide,
      text: `The service stopped by itself under load (${figures(exits)} times).`,
      question: {
        ask: 'Your service stopped by itself under load. What could end the whole program, and not only one request?',
        listenFor:
          'Memory that runs out, an error nobody catches, a connection that breaks. Would read its last lines first.',
      },
    });
  return notes;
}

function besideReference({ ratios }: GradedReport): Note[] {
  const { throughput } = ratios;
  const topic = 'load' as const;
  if (throughput.low > 1.1)
    return [
      {
        kind: 'strength',
        topic,
        weight: 65,
        evidence: sideBySide,
        text: `Fully loaded it serves ${figures(throughput.value)} times as much as our own solution, on the same machine.`,
        question: {
          ask: 'Your service does more than our own solution on the same machine. Which change gave most, and what did it cost?',
          listenFor:
            'Knows the one or two changes that mattered and measured them. Names a price, such as memory, older data or harder code.',
        },
      },
    ];
  if (throughput.high < 0.5)
    return [
      {
        kind: 'risk',
        topic,
        weight: 42,
        evidence: sideBySide,
        text: `Fully loaded it serves ${percent(throughput.value)} of what our own solution serves on the same machine.`,
      },
    ];
  return [];
}

/** Little work done for little processor time: requests wait for something. Or the work itself is dear. */
function waiting({ ratios }: GradedReport): Note[] {
  const { throughput, cpuSaturated } = ratios;
  const base = { kind: 'risk', topic: 'load', evidence: sideBySide } as const;
  if (throughput.high < 0.8 && cpuSaturated.low > 1.25 * throughput.high)
    return [
      {
        ...base,
        weight: 48,
        text: 'Requests wait for each other while the processor has nothing to do.',
        question: {
          ask: 'Under full load your service is slow, and the processor is idle half of the time. What is everybody waiting for?',
          listenFor:
            'A small connection pool, a lock, or calls made one after another. Would count who waits where.',
        },
      },
    ];
  if (cpuSaturated.high < 0.67)
    return [
      {
        ...base,
        weight: 38,
        text: `Each answer takes ${figures(1 / cpuSaturated.value)} times the processor time of our own solution.`,
        question: {
          ask: 'Each of your answers takes more processor time than ours. How would you find out on what?',
          listenFor:
            'A profile or the database’s own statistics, before a guess. Reading more rows than are shown is the usual cause.',
        },
      },
    ];
  return [];
}
