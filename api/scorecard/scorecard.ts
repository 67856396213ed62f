// What a scorecard says in words: made from the report's numbers, for people who do not read code.
import type { GradedReport, Report } from '../grading/report.ts';
import { checkNotes } from './check-notes.ts';
import { type ChangedFile, codeNotes } from './code-notes.ts';
import { confidenceOf } from './confidence.ts';
import type { Scorecard } from './contract.ts';
import { factsOf } from './facts.ts';
import { faultNotes } from './fault-notes.ts';
import { loadNotes } from './load-notes.ts';
import { bandMarks, solutionMarks } from './marks.ts';
import { notMeasured } from './not-measured.ts';
import { findingsOf, type Note, questionsOf } from './note.ts';
import { ruleNotes } from './rule-notes.ts';
import { heldBackOf, holdsOf, sentenceOf } from './sentence.ts';

type Words = Omit<Scorecard, 'submissionId' | 'candidateName' | 'challenge' | 'submittedAt' | 'report'>;

/** @param changes the files the candidate changed */
export function wordsOf(report: Report, changes: readonly ChangedFile[]): Words {
  const notes = report.outcome === 'graded' ? notesOf(report, changes) : [];
  return {
    sentence: sentenceOf(report),
    holds: holdsOf(report),
    heldBack: heldBackOf(report),
    confidence: report.outcome === 'graded' ? confidenceOf(report) : null,
    facts: factsOf(report),
    bandMarks,
    solutionMarks: solutionMarks(report),
    strengths: findingsOf(notes, 'strength'),
    risks: findingsOf(notes, 'risk'),
    questions: questionsOf(notes),
    notMeasured: notMeasured(report),
  };
}

function notesOf(report: GradedReport, changes: readonly ChangedFile[]): Note[] {
  return [
    ...checkNotes(report),
    ...ruleNotes(report.invariants ?? []),
    ...faultNotes(report.drills ?? []),
    ...loadNotes(report),
    ...codeNotes(changes),
  ];
}

/** @returns the files that differ, by path */
export function changesBetween(
  before: ReadonlyMap<string, Buffer>,
  after: ReadonlyMap<string, Buffer>,
): ChangedFile[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths
    .map((path) => ({ path, before: textOf(before.get(path)), after: textOf(after.get(path)) }))
    .filter((file) => file.before !== file.after);
}

function textOf(content: Buffer | undefined): string | null {
  return content ? content.toString() : null;
}
