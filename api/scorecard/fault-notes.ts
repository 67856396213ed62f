import type { DrillFact } from '../grading/report.ts';
import type { Evidence, Note } from './note.ts';
import { counted, duration, percent, upperFirst } from './phrases.ts';

interface Fault {
  /** What was done, in a sentence about its end. */
  after: string;
  ask: string;
  listenFor: string;
}

const faults: Record<DrillFact['kind'], Fault> = {
  kill: {
    after: 'after it was killed',
    ask: 'The machine is switched off in the middle of a request. What is half done then, and who notices?',
    listenFor:
      'Nothing that was confirmed is only in memory. Work in pieces can be taken up again. Starting is quick.',
  },
  restart: {
    after: 'when a new version was rolled out',
    ask: 'You roll out a new version in the middle of the day. What happens to the requests that are running?',
    listenFor:
      'Takes no new requests, ends the running ones, closes connections, then stops. Knows the signal it is told by.',
  },
  'database-restart': {
    after: 'after the database restarted',
    ask: 'The database restarts and is back after two seconds. What does your service do in those seconds, and in the next?',
    listenFor:
      'Broken connections are thrown away and made anew, without a restart. Requests fail fast instead of piling up.',
  },
  'database-pause': {
    after: 'while the database did not answer',
    ask: 'The database is there and does not answer. Where do your requests wait, and for how long?',
    listenFor:
      'A time limit on taking a connection and on every query. Refuses early when too many wait already.',
  },
  'database-cut': {
    after: 'after its connections to the database were cut',
    ask: 'All connections to the database are cut at once. Which part of your code notices first?',
    listenFor: 'The pool replaces them. An error on an idle connection does not end the program.',
  },
  dependency: {
    after: 'while another service was in trouble',
    ask: 'Another company’s service gets slow, without failing. What happens to the parts of ours that do not need it?',
    listenFor:
      'Time limits, a bound on how many wait for it, and leaving it alone for a while. Says what users get instead.',
  },
  overload: {
    after: 'when twice as many people came as it can serve',
    ask: 'Twice as many people come as you can serve. Whom do you serve, and what do the others see?',
    listenFor:
      'Serves some well and refuses the rest at once, instead of being slow for all. Old requests are dropped.',
  },
  'slow-clients': {
    after: 'while many slow connections were open',
    ask: 'A thousand people on very slow phones hold connections open. Who else notices?',
    listenFor:
      'Limits on how long reading a request may take. Takes nothing scarce before the request is there in full.',
  },
  soak: {
    after: 'after a while of steady load',
    ask: 'After a week your service uses three times the memory. Where would you look first?',
    listenFor:
      'Anything that is kept and never removed: maps, listeners, lists. Watches it over time before guessing.',
  },
};

const other: Fault = {
  after: 'after a fault',
  ask: 'Something your service needs is gone for a moment. What do our users see, and what brings it back?',
  listenFor: 'Time limits, trying again with care, and a state in which it still does what it can.',
};

/** Growth of memory for a thousand requests that is worth asking about. */
const leakBytes = 1024 * 1024;
const slowMs = 5000;

/** What the faults on purpose showed, the worst of each kind; one sentence when it got over all of them at once. */
export function faultNotes(drills: readonly DrillFact[]): Note[] {
  const measured = drills.filter((drill) => drill.measured);
  const kinds = Map.groupBy(measured, ({ kind }) => kind);
  const risks = [...kinds.values()].flatMap((same) =>
    same
      .flatMap((drill) => riskOf(drill, drills.indexOf(drill)))
      .toSorted((a, b) => b.weight - a.weight)
      .slice(0, 1),
  );
  const untroubled = measured.length > 0 && risks.length === 0;
  return untroubled ? [gotOver(measured)] : risks;
}

function riskOf(drill: DrillFact, index: number): Note[] {
  const { after, ask, listenFor } = faults[drill.kind] ?? other;
  const found = findings(drill, after).toSorted((a, b) => b.weight - a.weight)[0];
  const evidence: Evidence = { anchor: `#drill-${index}`, label: upperFirst(drill.what) };
  return found ? [{ kind: 'risk', topic: 'faults', ...found, evidence, question: { ask, listenFor } }] : [];
}

type Found = Pick<Note, 'weight'> & { text: string };

function findings(drill: DrillFact, after: string): Found[] {
  const { kind, recoveryMs, limitMs, memory, exits, before, during } = drill;
  if (memory) return leakOf(memory.bytesPerThousand);
  const found: Found[] = [];
  if (recoveryMs === null)
    found.push({ weight: 75, text: `It was not back to normal within ${duration(limitMs)} ${after}.` });
  else if (recoveryMs >= slowMs)
    found.push({ weight: 50, text: `It took ${duration(recoveryMs)} to be back to normal ${after}.` });
  if (exits > 0)
    found.push({ weight: 70, text: `It stopped by itself ${counted(exits, 'time', 'times')} ${after}.` });
  if (kind === 'dependency' && before && (during ?? 0) < before / 2)
    found.push({
      weight: 65,
      text: `Only ${percent(during ?? 0)} of requests were answered well ${after}.`,
    });
  return found;
}

function leakOf(bytesPerThousand: number): Found[] {
  if (bytesPerThousand < leakBytes) return [];
  const megabytes = Math.round(bytesPerThousand / leakBytes);
  return [{ weight: 60, text: `Its memory grows by ${megabytes} MB with every thousand requests.` }];
}

function gotOver(measured: readonly DrillFact[]): Note {
  const slowest = Math.max(...measured.map(({ recoveryMs }) => recoveryMs ?? 0));
  const how = slowest < 1000 ? 'at once' : `within ${duration(slowest)}`;
  const all = measured.length === 1 ? 'the fault we caused' : `all ${measured.length} faults we caused`;
  return {
    kind: 'strength',
    topic: 'faults',
    weight: 70,
    evidence: { anchor: '#drills', label: counted(measured.length, 'fault', 'faults') },
    text: `It got over ${all} ${how}.`,
    question: {
      ask: 'It got over every fault we caused. Which fault would have brought it down, and did you think of that one?',
      listenFor:
        'Knows the weakest place of the own work and says so plainly, such as a full disk or two copies of the service.',
    },
  };
}
