import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';

export type LeftTab = 'brief' | 'files' | 'checks';
export type BottomTab = 'terminal' | 'log' | 'request' | 'database' | 'results' | 'load';

/** What is open and in front in a workspace. Files that are gone close by themselves. */
export function useTabs(paths: readonly string[]) {
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [wanted, setWanted] = useState<string>();
  const [left, showLeft] = useState<LeftTab>('brief');
  const [bottom, showBottom] = useState<BottomTab>('log');
  const [tabMoves, setTabMoves] = useLocalStorage({ key: 'proofload.tab-moves', defaultValue: false });

  const open = opened.filter((path) => paths.includes(path));
  const active = wanted !== undefined && open.includes(wanted) ? wanted : open.at(-1);
  return {
    files: open,
    active,
    left,
    bottom,
    tabMoves,
    showLeft,
    showBottom,
    toggleTabMoves: () => setTabMoves((on) => !on),
    open: (path: string) => {
      setOpened((before) => (before.includes(path) ? before : [...before, path]));
      setWanted(path);
    },
    close: (path: string) => {
      const next = open[open.indexOf(path) + 1] ?? open[open.indexOf(path) - 1];
      setOpened(open.filter((other) => other !== path));
      if (path === active) setWanted(next);
    },
  };
}

export type Tabs = ReturnType<typeof useTabs>;
