import type { CheckFact, GradedReport } from '../grading/report.ts';
import type { Evidence, Note } from './note.ts';
import { counted } from './phrases.ts';
import { otherTopic, type Topic, topics } from './topics.ts';

type Words = Omit<Topic, 'names'>;

/** What the checks say, a topic at a time: several categories may be about one. */
export function checkNotes({ checks, categories = {} }: Pick<GradedReport, 'checks' | 'categories'>): Note[] {
  const dimensionOf = ({ category }: CheckFact) => categories[category]?.dimension;
  const groups = Map.groupBy(checks, (check) => topicOf(check.category, dimensionOf(check)));
  return [...groups].map(([topic, group]) => {
    const failed = group.filter(({ passed }) => !passed);
    return failed.length > 0
      ? riskOf(group, failed, topic, evidenceOf(checks, failed))
      : strengthOf(
          group,
          topic,
          group.some((check) => dimensionOf(check) === 'resilience'),
        );
  });
}

function topicOf(category: string, dimension: string | undefined): Words {
  const fits = (topic: Topic) =>
    topic.names.includes(category) && (!topic.dimension || !dimension || topic.dimension === dimension);
  return topics.find(fits) ?? otherTopic;
}

function evidenceOf(checks: readonly CheckFact[], failed: readonly CheckFact[]): Evidence {
  const first = failed[0]!;
  return { anchor: `#check-${checks.indexOf(first)}`, label: first.name };
}

function riskOf(
  group: readonly CheckFact[],
  failed: readonly CheckFact[],
  { risk, ask, listenFor }: Words,
  evidence: Evidence,
): Note {
  const share = failed.length / group.length;
  const mustFix = failed.some((check) => check.mustFix);
  const text = `${risk}: ${failed.length} of ${counted(group.length, 'check on it fails', 'checks on it fail')}.`;
  return {
    kind: 'risk',
    topic: 'checks',
    weight: mustFix ? 80 + 10 * share : 30 + 35 * share,
    evidence,
    text,
    question: { ask, listenFor },
  };
}

function strengthOf(
  group: readonly CheckFact[],
  { strength, ask, listenFor }: Words,
  resilient: boolean,
): Note {
  const grave = group.some(({ mustFix }) => mustFix);
  return {
    kind: 'strength',
    topic: 'checks',
    weight: (grave ? 50 : resilient ? 45 : 20) + Math.min(10, group.length),
    evidence: { anchor: '#checks', label: counted(group.length, 'check passes', 'checks pass') },
    text: `${strength}.`,
    question: { ask, listenFor },
  };
}
