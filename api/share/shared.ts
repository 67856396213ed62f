// What a link shows of a scorecard.
import type { GradedReport, Report } from '../grading/report.ts';
import type { ChangedFile } from '../scorecard/code-notes.ts';
import type { ScorecardWords } from '../scorecard/contract.ts';
import { wordsOf } from '../scorecard/scorecard.ts';
import { blindTo } from './blind.ts';
import type { SharedScorecard } from './contract.ts';

export interface Shows {
  showsName: boolean;
  showsSource: boolean;
}

interface Shown {
  candidateName: string;
  slug: string;
  title: string;
  submittedAt: Date;
  report: Report;
}

type Hide = (text: string) => string;

/**
 * Everything said is made anew from a report that no longer holds what is not shown.
 * @param changes the files the candidate changed
 */
export function sharedOf(
  { candidateName, slug, title, submittedAt, report }: Shown,
  changes: readonly ChangedFile[],
  { showsName, showsSource }: Shows,
): Omit<SharedScorecard, 'expiresAt'> {
  const hide: Hide = showsName ? (text) => text : blindTo(candidateName);
  const files = changes.map((file) => fileWithout(file, hide));
  const shown = showsSource ? reportWithout(report, hide) : withoutSource(reportWithout(report, hide));
  const words = {
    challenge: { slug, title },
    submittedAt: submittedAt.toISOString(),
    ...wordsOf(shown, files),
    report: shown,
  };
  return {
    candidateName: showsName ? candidateName : null,
    ...(showsSource ? words : withoutPaths(words)),
    files: showsSource ? files : null,
  };
}

function fileWithout({ path, before, after }: ChangedFile, hide: Hide): ChangedFile {
  return {
    path: hide(path),
    before: before === null ? null : hide(before),
    after: after === null ? null : hide(after),
  };
}

/** Where a service or its author can have written a name. */
function reportWithout(report: Report, hide: Hide): Report {
  if (report.outcome === 'graded') return gradedWithout(report, hide);
  const { reason, log, ...failure } = report.failure;
  return { ...report, failure: { ...failure, reason: hide(reason), log: log.map(hide) } };
}

function gradedWithout(report: GradedReport, hide: Hide): GradedReport {
  const { checks, drills, invariants, maintainability } = report;
  return {
    ...report,
    checks: checks.map((check) => ({ ...check, message: hide(check.message) })),
    ...(drills && { drills: drills.map((drill) => ({ ...drill, storm: stormWithout(drill.storm, hide) })) }),
    ...(invariants && {
      invariants: invariants.map(({ examples, ...rest }) => ({
        ...rest,
        examples: examples.map(({ key, expected, seen }) => ({
          key: hide(key),
          expected: hide(expected),
          seen: hide(seen),
        })),
      })),
    }),
    ...(maintainability && {
      maintainability: {
        ...maintainability,
        bugs: maintainability.bugs.map((bug) => ({ ...bug, path: hide(bug.path) })),
      },
    }),
  };
}

type Storm = NonNullable<GradedReport['drills']>[number]['storm'];

function stormWithout(storm: Storm, hide: Hide): Storm {
  return storm && { ...storm, unreadable: storm.unreadable && hide(storm.unreadable) };
}

/** A log may print the lines around a fault, and a file's name may say what is in it. */
function withoutSource(report: Report): Report {
  if (report.outcome !== 'graded') return { ...report, failure: { ...report.failure, log: [] } };
  const { maintainability } = report;
  if (!maintainability) return report;
  const paths = [...new Set(maintainability.bugs.map(({ path }) => path))];
  const bugs = maintainability.bugs.map((bug) => ({ ...bug, path: `file ${paths.indexOf(bug.path) + 1}` }));
  return { ...report, maintainability: { ...maintainability, bugs } };
}

const codeLabel = 'the code';

/** What leads to a file leads to where the page says that the code is not part of it. */
function withoutPaths(words: ScorecardWords): ScorecardWords {
  const anew = <T extends { anchor: string; label: string }>(note: T): T =>
    note.anchor.startsWith('#file-') ? { ...note, anchor: '#changes', label: codeLabel } : note;
  const { strengths, risks, questions } = words;
  return {
    ...words,
    strengths: strengths.map(anew),
    risks: risks.map(anew),
    questions: questions.map(anew),
  };
}
