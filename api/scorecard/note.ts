// What a rule makes of the evidence: a sentence for the reader, a question for the interview, or both.
import type { Finding, Question } from './contract.ts';

/** Where on the page the evidence stands. */
export interface Evidence {
  /** Such as #drill-2. */
  anchor: string;
  label: string;
}

export interface Note {
  kind: 'risk' | 'strength';
  /** What it is about: of one topic only two questions are asked. */
  topic: 'checks' | 'rules' | 'faults' | 'load' | 'code';
  /** The heavier, the nearer the top; 0 to 100. */
  weight: number;
  evidence: Evidence;
  /** Absent where the evidence is worth a question, and says nothing good or bad. */
  text?: string;
  question?: { ask: string; listenFor: string };
}

const mostFindings = 3;
const mostQuestions = 5;
const perTopic = 2;

/** @returns the sentences of one kind that weigh most, at most three */
export function findingsOf(notes: readonly Note[], kind: Note['kind']): Finding[] {
  return byWeight(notes)
    .flatMap((note) =>
      note.kind === kind && note.text !== undefined ? [{ text: note.text, ...note.evidence }] : [],
    )
    .slice(0, mostFindings);
}

/** @returns the questions that weigh most, at most five, and of one topic at most two */
export function questionsOf(notes: readonly Note[]): Question[] {
  const asked = new Map<Note['topic'], number>();
  return byWeight(notes)
    .flatMap(({ topic, question, evidence }) => {
      const before = asked.get(topic) ?? 0;
      if (!question || before >= perTopic) return [];
      asked.set(topic, before + 1);
      return [{ ...question, ...evidence }];
    })
    .slice(0, mostQuestions);
}

/** What is wrong comes before what is right, so that the interview asks about it first. */
function byWeight(notes: readonly Note[]): Note[] {
  const order = (note: Note) => note.weight + (note.kind === 'risk' ? 100 : 0);
  return notes.toSorted((a, b) => order(b) - order(a));
}
