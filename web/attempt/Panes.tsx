import { useMediaQuery } from '@mantine/hooks';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { Attempt } from '../../api/attempt/contract.ts';
import { messages } from '../messages.ts';
import { BottomPane } from './BottomPane.tsx';
import { EditorPane } from './EditorPane.tsx';
import { LeftPane } from './LeftPane.tsx';
import type { Tabs } from './use-tabs.ts';
import type { Work } from './use-work.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;

/** The three parts of the workspace: side by side where there is room, one under another on a narrow screen. */
export function Panes(props: {
  attempt: Attempt;
  files: WorkspaceFiles;
  tabs: Tabs;
  work: Work;
  onChecks: () => void;
}) {
  const { attempt, files, tabs, work } = props;
  const wide = useMediaQuery('(min-width: 860px)', true, { getInitialValueInEffect: false });
  const left = <LeftPane attempt={attempt} files={files} tabs={tabs} work={work} onChecks={props.onChecks} />;
  const editor = <EditorPane files={files} attemptId={attempt.id} tabs={tabs} />;
  const bottom = (
    <BottomPane attempt={attempt} files={files} tabs={tabs} work={work} onChecks={props.onChecks} />
  );
  if (!wide) {
    return (
      <main className={styles.stack}>
        <div className={styles.stacked}>{left}</div>
        <div className={styles.stacked}>{editor}</div>
        <div className={styles.stacked}>{bottom}</div>
      </main>
    );
  }
  return (
    <main className={styles.panes}>
      <Group orientation="horizontal">
        <Panel id="left" defaultSize="30%" minSize="220px">
          {left}
        </Panel>
        <Separator className={styles.separator} aria-label={words.left} />
        <Panel id="right" minSize="360px">
          <Group orientation="vertical">
            <Panel id="centre" defaultSize="62%" minSize="140px">
              {editor}
            </Panel>
            <Separator className={styles.separator} aria-label={words.bottom} />
            <Panel id="bottom" minSize="110px">
              {bottom}
            </Panel>
          </Group>
        </Panel>
      </Group>
    </main>
  );
}
