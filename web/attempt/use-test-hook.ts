import { useEffect } from 'react';
import type { WorkspaceFiles } from './workspace-files.ts';

interface TestHook {
  getFile: (path: string) => string | undefined;
  setFile: (path: string, text: string) => void;
  openFile: (path: string) => void;
}

declare global {
  interface Window {
    __ide?: TestHook;
  }
}

/** Lets a browser test edit files without typing. Only where the address asks for it with `?e2e`. */
export function useTestHook(files: WorkspaceFiles, openFile: (path: string) => void): void {
  useEffect(() => {
    if (!new URLSearchParams(window.location.search).has('e2e')) return;
    window.__ide = {
      getFile: (path) => files.text(path),
      setFile: (path, text) => files.set(path, text),
      openFile,
    };
  });
}
