import { Button } from '@mantine/core';
import { useState } from 'react';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { useFilesState } from './use-files.ts';
import type { Tabs } from './use-tabs.ts';
import type { Conflict, WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;
const more = messages.editor;

/** Says that the page is offline, and has one bar for each file whose saving needs the candidate. */
export function ConflictBar({ files, tabs }: { files: WorkspaceFiles; tabs: Tabs }) {
  const { conflicts, save, offline, kept } = useFilesState(files);
  return (
    <>
      {offline && <Notice tone="warn">{kept ? more.offline : more.offlineNotKept}</Notice>}
      {conflicts.map((conflict) => (
        <ConflictNotice key={conflict.path} conflict={conflict} files={files} tabs={tabs} />
      ))}
      {save.refused.map(({ path, why }) => (
        <Notice key={path} tone="bad" alert>
          {words.refusedText(path, why)}
        </Notice>
      ))}
    </>
  );
}

function ConflictNotice(props: { conflict: Conflict; files: WorkspaceFiles; tabs: Tabs }) {
  const { conflict, files, tabs } = props;
  const [problem, setProblem] = useState(false);
  const choose = (act: (conflict: Conflict) => Promise<void>) => {
    setProblem(false);
    tabs.lay(undefined);
    const here = document.activeElement;
    act(conflict).then(
      () => {
        // Whoever has gone on to something else meanwhile stays there; the button itself may be gone.
        if ([here, document.body].includes(document.activeElement)) tabs.enter(conflict.path);
      },
      () => setProblem(true),
    );
  };
  const text = conflict.where === 'server' ? words.conflictText : more.clash;
  return (
    <Notice tone="bad" alert>
      <span>
        {text(conflict.path)} {problem && messages.error.unreachable}
      </span>
      <Button size="compact-sm" variant="default" onClick={() => tabs.compare(conflict)}>
        {more.compare}
      </Button>
      <Button size="compact-sm" onClick={() => choose((one) => files.keepMine(one))}>
        {words.keepMine}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => choose((one) => files.takeTheirs(one))}>
        {words.takeTheirs}
      </Button>
    </Notice>
  );
}
