import { messages } from '../messages.ts';
import type { Problems } from './file-problems.ts';
import type { FilesState, WorkspaceFiles } from './workspace-files.ts';

const words = messages.editor;

/** Something to know of a file, as a sign and in words. */
export interface Badge {
  sign: string;
  words: string;
  tone: 'bad' | 'changed' | 'calm';
}

/** What is to be known of each file at a glance. */
export function badgesOf(files: WorkspaceFiles, state: FilesState, problems: Problems) {
  const { conflicts, changed, save } = state;
  return (path: string): Badge[] => {
    const errors = problems.get(path);
    return [
      ...(conflicts.some((one) => one.path === path) ? [{ sign: '▲', words: words.conflict, tone }] : []),
      ...(errors === undefined ? [] : [{ sign: String(errors), words: words.errors(errors), tone }]),
      ...(changed.includes(path) ? [files.hasStarter(path) ? changedBadge : addedBadge] : []),
      ...(save.unsaved.includes(path) ? [unsavedBadge] : []),
    ];
  };
}

const tone = 'bad' as const;
const changedBadge: Badge = { sign: 'M', words: words.changed, tone: 'changed' };
const addedBadge: Badge = { sign: 'N', words: words.added, tone: 'changed' };
const unsavedBadge: Badge = { sign: '●', words: messages.attempt.unsaved, tone: 'calm' };
