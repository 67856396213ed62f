import { UnstyledButton } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Compare } from './Compare.tsx';
import styles from './EditorPane.module.css';
import { FileHistory } from './FileHistory.tsx';
import type { Other, Over, Tabs } from './use-tabs.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.editor;

/** What lies over the editor: the file in front beside another text of it, or its history. */
export function EditorOver(props: {
  files: WorkspaceFiles;
  attemptId: string;
  tabs: Tabs;
  path: string;
  over: NonNullable<Over>;
}) {
  const { files, tabs, path, over } = props;
  if (over.kind === 'history')
    return (
      <Frame title={words.versions(path)} onBack={() => tabs.enter(path)}>
        <FileHistory key={path} files={files} attemptId={props.attemptId} path={path} />
      </Frame>
    );
  return <AgainstOther files={files} tabs={tabs} path={path} over={over} />;
}

const sides = { starter: words.startSide, saved: words.savedSide, conflict: words.theirSide };

function AgainstOther(props: { files: WorkspaceFiles; tabs: Tabs; path: string; over: Other }) {
  const { files, tabs, path, over } = props;
  const other = useQuery({
    queryKey: ['other text', path, over],
    queryFn: () => otherText(files, path, over),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
    networkMode: 'always',
  });
  return (
    <Frame title={`${sides[over.kind]} / ${words.nowSide}`} onBack={() => tabs.enter(path)}>
      {other.isPending && <Loading />}
      {other.isError && <p role="status">{words.needsServer}</p>}
      {other.isSuccess && <Compare path={path} text={other.data ?? ''} side={sides[over.kind]} />}
    </Frame>
  );
}

async function otherText(files: WorkspaceFiles, path: string, over: Other): Promise<string | null> {
  if (over.kind === 'conflict') return files.theirs(over.conflict);
  return over.kind === 'saved' ? files.saved(path) : files.starter(path);
}

function Frame(props: { title: string; onBack: () => void; children: ReactNode }) {
  const { title, onBack, children } = props;
  const back = useRef<HTMLButtonElement>(null);
  // Together with what is drawn: a key pressed right after it must not go to what lies beneath.
  useLayoutEffect(() => back.current?.focus(), []);
  useWindowEvent('keydown', (event) => event.key === 'Escape' && onBack());
  return (
    <section className={styles.over} aria-label={title}>
      <div className={styles.overHead}>
        <strong>{title}</strong>
        <UnstyledButton ref={back} className={styles.tool} onClick={onBack}>
          {words.back}
        </UnstyledButton>
      </div>
      <div className={styles.overBody}>{children}</div>
    </section>
  );
}
