import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { ApiError } from '../api.ts';
import { messages } from '../messages.ts';
import type { Tabs } from './use-tabs.ts';
import { type FilesState, WorkspaceFiles } from './workspace-files.ts';

/** The files of an attempt, read once: afterwards this tab is ahead of the server. */
export function useFiles(attemptId: string) {
  return useQuery({
    queryKey: ['workspace files', attemptId],
    queryFn: () => WorkspaceFiles.load(attemptId),
    structuralSharing: false,
    staleTime: Infinity,
    // Whoever comes back while the server is away must not have to reload.
    retry: (_failures, error) => error instanceof ApiError && error.passing,
    retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 8_000),
  });
}

export const useFilesState = (files: WorkspaceFiles): FilesState =>
  useSyncExternalStore(files.subscribe, files.state);

/** Saves because the candidate said so, formatted when they want that. */
export async function saveNow(files: WorkspaceFiles, tabs: Tabs): Promise<void> {
  // A file with an error in it cannot be formatted, and is saved all the same.
  if (tabs.formatOnSave) await formatNow(files, tabs);
  await files.flush();
}

/** Formats the file in front, or says why not. */
export async function formatNow(files: WorkspaceFiles, { tellFormat }: Tabs): Promise<void> {
  try {
    await files.format();
    tellFormat('');
  } catch (error) {
    tellFormat(messages.editor.formatFailed(error instanceof Error ? error.message : String(error)));
  }
}

const followMs = 2_500;
/** Two who work together want to see what the other types. */
const togetherMs = 1_000;

/**
 * Saves at once when the page is left or the network is back, and follows what is changed elsewhere. Asks before unsaved
 * text is thrown away, which it is only where the browser keeps nothing.
 * @param together whether somebody else works on the same files
 */
export function useSaveMoments(files: WorkspaceFiles, together: boolean): void {
  useEffect(() => {
    const flush = () => void files.flush();
    const whenHidden = () => document.visibilityState === 'hidden' && flush();
    const follow = () => void files.follow();
    const back = () => {
      flush();
      follow();
    };
    const beforeLeaving = (event: BeforeUnloadEvent) => {
      const { kept, save } = files.state();
      if (!kept && save.unsaved.length > 0) event.preventDefault();
    };
    const timer = setInterval(
      () => document.visibilityState === 'visible' && follow(),
      together ? togetherMs : followMs,
    );
    window.addEventListener('blur', flush);
    window.addEventListener('online', back);
    window.addEventListener('offline', follow);
    window.addEventListener('beforeunload', beforeLeaving);
    document.addEventListener('visibilitychange', whenHidden);
    return () => {
      clearInterval(timer);
      window.removeEventListener('blur', flush);
      window.removeEventListener('online', back);
      window.removeEventListener('offline', follow);
      window.removeEventListener('beforeunload', beforeLeaving);
      document.removeEventListener('visibilitychange', whenHidden);
    };
  }, [files, together]);
}
