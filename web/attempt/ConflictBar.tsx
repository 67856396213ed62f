import { Button } from '@mantine/core';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import type { SaveState } from './save-queue.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;

/** One bar for each file whose saving needs the candidate. */
export function ConflictBar({ files, save }: { files: WorkspaceFiles; save: SaveState }) {
  return (
    <>
      {save.conflicts.map((path) => (
        <Notice key={path} tone="bad" alert>
          <span>{words.conflictText(path)}</span>
          <Button size="compact-sm" onClick={() => files.keepMine(path)}>
            {words.keepMine}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => files.takeTheirs(path)}>
            {words.takeTheirs}
          </Button>
        </Notice>
      ))}
      {save.refused.map(({ path, why }) => (
        <Notice key={path} tone="bad" alert>
          {words.refusedText(path, why)}
        </Notice>
      ))}
    </>
  );
}
