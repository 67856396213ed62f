import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import type { Conflict } from './workspace-files.ts';

export type LeftTab = 'brief' | 'files' | 'search' | 'checks';
export type BottomTab = 'terminal' | 'log' | 'request' | 'database' | 'results' | 'load';

/** A place in a file; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** What is laid over the editor: what the file in front is compared with, or its history. */
export type Over = Other | { kind: 'history' } | undefined;

/** A text that the file in front is compared with. */
export type Other = { kind: 'starter' | 'saved' } | { kind: 'conflict'; conflict: Conflict };

/** What is open and in front in a workspace. Files that are gone close by themselves. */
export function useTabs(paths: readonly string[]) {
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [wanted, setWanted] = useState<string>();
  const [place, setPlace] = useState<Place>();
  const [over, setOver] = useState<Over>();
  const [left, showLeft] = useState<LeftTab>('brief');
  const [bottom, showBottom] = useState<BottomTab>('log');
  const [tabMoves, setTabMoves] = useLocalStorage({ key: 'proofload.tab-moves', defaultValue: false });

  const [formatOnSave, setFormatOnSave] = useLocalStorage({
    key: 'proofload.format-on-save',
    defaultValue: true,
  });

  const open = opened.filter((path) => paths.includes(path));
  const active = wanted !== undefined && open.includes(wanted) ? wanted : open.at(-1);
  const show = (path: string, at?: Place, on?: Over) => {
    setOpened((before) => (before.includes(path) ? before : [...before, path]));
    setWanted(path);
    setPlace(at);
    setOver(on);
  };
  return {
    files: open,
    active,
    /** Where the editor is to go; a new object each time somebody asks. */
    place,
    over,
    left,
    bottom,
    tabMoves,
    showLeft,
    showBottom,
    formatOnSave,
    toggleFormatOnSave: () => setFormatOnSave((on) => !on),
    toggleTabMoves: () => setTabMoves((on) => !on),
    /** Opens a file, at a place when one is given. */
    open: (path: string, at?: Place) => show(path, at),
    /** Lays something over the editor; undefined takes it away. */
    lay: setOver,
    /** Shows the two sides of a conflict. */
    compare: (conflict: Conflict) => show(conflict.path, undefined, { kind: 'conflict', conflict }),
    close: (path: string) => {
      const next = open[open.indexOf(path) + 1] ?? open[open.indexOf(path) - 1];
      setOpened(open.filter((other) => other !== path));
      setOver(undefined);
      if (path === active) setWanted(next);
    },
  };
}

export type Tabs = ReturnType<typeof useTabs>;
