import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { plainText } from '../ui/plain-text.ts';
import { focusFile } from './FileTree.tsx';
import type { RemoveResult } from './save-queue.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;

// The deleted file held the focus; it must not fall to nowhere.
const focus = (button: HTMLButtonElement | null) => button?.focus();

type Gone = readonly { path: string; text: string }[];

/** Deletes a file or a folder at once, and offers the way back. */
export function useDelete(files: WorkspaceFiles, open: (path: string) => void) {
  const [gone, setGone] = useState<{ name: string; files: Gone }>();
  const [problem, setProblem] = useState('');
  const going = useRef(new Set<string>());
  const remove = async (name: string) => {
    const removed: { path: string; text: string }[] = [];
    let failed = '';
    for (const path of files.within(name)) {
      const text = files.text(path);
      // A key that is held, or pressed twice, asks again for what is gone already.
      if (text === undefined || going.current.has(path)) continue;
      going.current.add(path);
      failed = whyNot(path, await files.remove(path));
      going.current.delete(path);
      if (failed !== '') break;
      removed.push({ path, text });
    }
    if (removed.length > 0) setGone({ name, files: removed });
    setProblem(failed);
  };
  const undo = (lost: Gone) => {
    for (const { path, text } of lost) files.set(path, text);
    if (lost[0]) open(lost[0].path);
    if (lost[0]) focusFile(lost[0].path);
    setGone(undefined);
  };
  const notice = (
    <>
      {problem !== '' && <Notice tone="warn">{problem}</Notice>}
      {gone && (
        <Notice tone="good">
          <span>{words.removed(plainText(gone.name))}</span>
          <Button ref={focus} size="compact-sm" variant="default" onClick={() => undo(gone.files)}>
            {words.undo}
          </Button>
        </Notice>
      )}
    </>
  );
  return { remove, notice };
}

/** Why a file was not deleted; empty when it was. */
function whyNot(path: string, result: RemoveResult): string {
  if (result.kind === 'removed') return '';
  if (result.kind === 'conflict') return words.conflictText(path);
  return result.kind === 'refused' ? words.notDeleted(path, result.why) : messages.editor.needsServer;
}
