import { useMediaQuery } from '@mantine/hooks';
import { createPortal } from 'react-dom';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { Attempt } from '../../api/attempt/contract.ts';
import { messages } from '../messages.ts';
import { BottomPane } from './BottomPane.tsx';
import { EditorPane } from './EditorPane.tsx';
import { LeftPane } from './LeftPane.tsx';
import { Placed, usePlace } from './Place.tsx';
import type { Tabs } from './use-tabs.ts';
import type { Work } from './use-work.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;

/**
 * The three parts of the workspace: side by side where there is room, one under another on a narrow screen. Who makes the
 * window smaller, or everything in it larger, goes on with the same editor and terminals.
 */
export function Panes(props: {
  attempt: Attempt;
  files: WorkspaceFiles;
  tabs: Tabs;
  work: Work;
  onChecks: () => void;
}) {
  const { attempt, files, tabs } = props;
  const wide = useMediaQuery('(min-width: 860px)', true, { getInitialValueInEffect: false });
  const places = { left: usePlace(), editor: usePlace(), bottom: usePlace() };
  return (
    <>
      {/* First, so that the parts are in the page when they begin. */}
      {wide ? <SideBySide {...places} /> : <OneUnderAnother {...places} />}
      {createPortal(<LeftPane {...props} />, places.left.box)}
      {createPortal(<EditorPane files={files} attemptId={attempt.id} tabs={tabs} />, places.editor.box)}
      {createPortal(<BottomPane {...props} />, places.bottom.box)}
    </>
  );
}

type Places = Record<'left' | 'editor' | 'bottom', ReturnType<typeof usePlace>>;

function SideBySide({ left, editor, bottom }: Places) {
  return (
    <main className={styles.panes}>
      <Group orientation="horizontal">
        <Panel id="left" defaultSize="30%" minSize="220px">
          <Placed place={left} className={styles.placed} />
        </Panel>
        <Separator className={styles.separator} aria-label={words.left} />
        <Panel id="right" minSize="360px">
          <Group orientation="vertical">
            <Panel id="centre" defaultSize="62%" minSize="140px">
              <Placed place={editor} className={styles.placed} />
            </Panel>
            <Separator className={styles.separator} aria-label={words.bottom} />
            <Panel id="bottom" minSize="110px">
              <Placed place={bottom} className={styles.placed} />
            </Panel>
          </Group>
        </Panel>
      </Group>
    </main>
  );
}

function OneUnderAnother({ left, editor, bottom }: Places) {
  return (
    <main className={styles.stack}>
      <Placed place={left} className={styles.stacked} />
      <Placed place={editor} className={styles.stacked} />
      <Placed place={bottom} className={styles.stacked} />
    </main>
  );
}
