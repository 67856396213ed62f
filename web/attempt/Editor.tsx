import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { messages } from '../messages.ts';
import { type FileEditor, mountFileEditor } from './file-editor.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

/** The code editor, showing one file. */
export function Editor(props: { files: WorkspaceFiles; path: string; tabMoves: boolean }) {
  const { files, path, tabMoves } = props;
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<FileEditor>();
  const dark = useComputedColorScheme('light') === 'dark';

  useEffect(() => {
    if (!host.current) return undefined;
    const mounted = mountFileEditor(host.current, files);
    setEditor(mounted);
    return () => mounted.dispose();
  }, [files]);
  useEffect(() => editor?.show(path, messages.attempt.editorLabel(path)), [editor, path]);
  useEffect(() => editor?.setTabMoves(tabMoves), [editor, tabMoves]);
  useEffect(() => editor?.setDark(dark), [editor, dark]);

  return <div ref={host} className={styles.editor} data-ready={editor ? 'editor' : undefined} />;
}
