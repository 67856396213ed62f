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

/** What this browser keeps of a workspace, so that a page that is opened again looks as it did. */
interface Layout {
  opened: readonly string[];
  wanted?: string | undefined;
  left: LeftTab;
  bottom: BottomTab;
}

const atFirst: Layout = { opened: [], left: 'brief', bottom: 'log' };

function useLayout(attemptId: string) {
  const [layout, setLayout] = useLocalStorage<Layout>({
    key: `proofload.layout.${attemptId}`,
    defaultValue: atFirst,
    getInitialValueInEffect: false,
    // Two windows of one attempt may show different files.
    sync: false,
  });
  const change = (part: Partial<Layout>, alsoOpen?: string) =>
    setLayout((before) => {
      const next = { ...before, ...part };
      if (alsoOpen === undefined || next.opened.includes(alsoOpen)) return next;
      return { ...next, opened: [...next.opened, alsoOpen] };
    });
  return { layout, change };
}

/** What is open and in front in a workspace. Files that are gone close by themselves. */
export function useTabs(attemptId: string, paths: readonly string[]) {
  const { layout, change } = useLayout(attemptId);
  const { opened, wanted, left, bottom } = layout;
  const [place, setPlace] = useState<Place>();
  const [entering, setEntering] = useState(false);
  const [over, setOver] = useState<Over>();
  const [formatProblem, setFormatProblem] = useState('');
  const [tabMoves, setTabMoves] = useLocalStorage({ key: 'proofload.tab-moves', defaultValue: false });

  const [formatOnSave, setFormatOnSave] = useLocalStorage({
    key: 'proofload.format-on-save',
    defaultValue: true,
  });

  const open = opened.filter((path) => paths.includes(path));
  const active = wanted !== undefined && open.includes(wanted) ? wanted : open.at(-1);
  const show = (path: string, at?: Place, on?: Over, keyboard = false) => {
    change({ wanted: path }, path);
    setPlace(at);
    setOver(on);
    setEntering(keyboard);
    setFormatProblem('');
  };
  const arrived = () => {
    setPlace(undefined);
    setEntering(false);
  };
  return {
    files: open,
    active,
    /** Where the editor is to go, until it is there. */
    place,
    /** The editor is to take the keyboard, until it has it. */
    entering,
    /** The editor has gone where it was to go. */
    arrived,
    over,
    left,
    bottom,
    tabMoves,
    showLeft: (tab: LeftTab) => change({ left: tab }),
    showBottom: (tab: BottomTab) => change({ bottom: tab }),
    formatOnSave,
    /** Why the file in front could not be formatted; empty when it could. */
    formatProblem,
    tellFormat: setFormatProblem,
    toggleFormatOnSave: () => setFormatOnSave((on) => !on),
    toggleTabMoves: () => setTabMoves((on) => !on),
    /** Opens a file, at a place when one is given. */
    open: (path: string, at?: Place) => show(path, at),
    /** Opens a file, and gives the editor the keyboard. */
    enter: (path: string) => show(path, undefined, undefined, true),
    /** Lays something over the editor, which wants the keyboard no more then; undefined takes it away. */
    lay: (next: Over) => {
      arrived();
      setOver(next);
    },
    /** Shows the two sides of a conflict. */
    compare: (conflict: Conflict) => show(conflict.path, undefined, { kind: 'conflict', conflict }),
    close: (path: string) => {
      const next = open[open.indexOf(path) + 1] ?? open[open.indexOf(path) - 1];
      change({ opened: open.filter((other) => other !== path), wanted: path === active ? next : wanted });
      setOver(undefined);
    },
  };
}

export type Tabs = ReturnType<typeof useTabs>;
