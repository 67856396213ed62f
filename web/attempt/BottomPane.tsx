import { Tabs as TabSet } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Attempt } from '../../api/attempt/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { DatabasePane } from './DatabasePane.tsx';
import { LogPane } from './LogPane.tsx';
import { RequestPane } from './RequestPane.tsx';
import { Results } from './Results.tsx';
import { SmokeLoadPane } from './SmokeLoadPane.tsx';
import { TerminalPane } from './TerminalPane.tsx';
import type { BottomTab, Tabs } from './use-tabs.ts';
import type { Work } from './use-work.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;
const more = messages.console;

interface Props {
  attempt: Attempt;
  files: WorkspaceFiles;
  tabs: Tabs;
  work: Work;
  onChecks: () => void;
}

export function BottomPane(props: Props) {
  const { attempt, files, tabs, work } = props;
  const params = { attemptId: attempt.id };
  const about = useQuery(query('GET /api/attempts/:attemptId/console', { params }));
  const has = about.data?.database === true;
  return (
    <TabSet
      className={styles.tabset}
      value={tabs.bottom}
      onChange={(tab) => tab && tabs.showBottom(tab as BottomTab)}
    >
      <TabList database={has} />
      <TabSet.Panel value="terminal" className={styles.panel} data-flush>
        <TerminalPane attemptId={attempt.id} shown={tabs.bottom === 'terminal'} tabMoves={tabs.tabMoves} />
      </TabSet.Panel>
      <TabSet.Panel value="log" className={styles.panel} data-flush>
        <LogPane attemptId={attempt.id} shown={tabs.bottom === 'log'} />
      </TabSet.Panel>
      <TabSet.Panel value="request" className={styles.panel}>
        <RequestPane attemptId={attempt.id} />
      </TabSet.Panel>
      {has && (
        <TabSet.Panel value="database" className={styles.panel}>
          <DatabasePane attemptId={attempt.id} shown={tabs.bottom === 'database'} />
        </TabSet.Panel>
      )}
      <TabSet.Panel value="results" className={styles.panel} tabIndex={0}>
        <Results checks={work.checks} onRun={props.onChecks} />
      </TabSet.Panel>
      <TabSet.Panel value="load" className={styles.panel} tabIndex={0}>
        <SmokeLoadPane attemptId={attempt.id} files={files} />
      </TabSet.Panel>
    </TabSet>
  );
}

function TabList({ database }: { database: boolean }) {
  return (
    <TabSet.List aria-label={words.bottom}>
      <TabSet.Tab value="terminal">{more.terminal}</TabSet.Tab>
      <TabSet.Tab value="log">{words.log}</TabSet.Tab>
      <TabSet.Tab value="request">{words.request}</TabSet.Tab>
      {database && <TabSet.Tab value="database">{more.database}</TabSet.Tab>}
      <TabSet.Tab value="results">{words.results}</TabSet.Tab>
      <TabSet.Tab value="load">{more.load}</TabSet.Tab>
    </TabSet.List>
  );
}
