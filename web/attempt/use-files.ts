import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { type FilesState, WorkspaceFiles } from './workspace-files.ts';

/** The files of an attempt, read once: afterwards this tab is ahead of the server. */
export function useFiles(attemptId: string) {
  return useQuery({
    queryKey: ['workspace files', attemptId],
    queryFn: () => WorkspaceFiles.load(attemptId),
    structuralSharing: false,
    staleTime: Infinity,
  });
}

export const useFilesState = (files: WorkspaceFiles): FilesState =>
  useSyncExternalStore(files.subscribe, files.state);

/** Saves at once when the page is left or the network is back, and asks before unsaved text is thrown away. */
export function useSaveMoments(files: WorkspaceFiles): void {
  useEffect(() => {
    const flush = () => void files.flush();
    const whenHidden = () => document.visibilityState === 'hidden' && flush();
    const beforeLeaving = (event: BeforeUnloadEvent) => {
      if (files.state().save.unsaved.length > 0) event.preventDefault();
    };
    window.addEventListener('blur', flush);
    window.addEventListener('online', flush);
    window.addEventListener('beforeunload', beforeLeaving);
    document.addEventListener('visibilitychange', whenHidden);
    return () => {
      window.removeEventListener('blur', flush);
      window.removeEventListener('online', flush);
      window.removeEventListener('beforeunload', beforeLeaving);
      document.removeEventListener('visibilitychange', whenHidden);
    };
  }, [files]);
}
