import { Tabs as TabSet } from '@mantine/core';
import type { Attempt } from '../../api/attempt/contract.ts';
import { messages } from '../messages.ts';
import { LogPane } from './LogPane.tsx';
import { RequestPane } from './RequestPane.tsx';
import { Results } from './Results.tsx';
import type { BottomTab, Tabs } from './use-tabs.ts';
import type { Work } from './use-work.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;

export function BottomPane(props: { attempt: Attempt; tabs: Tabs; work: Work; onChecks: () => void }) {
  const { attempt, tabs, work } = props;
  return (
    <TabSet
      className={styles.tabset}
      value={tabs.bottom}
      onChange={(tab) => tab && tabs.showBottom(tab as BottomTab)}
    >
      <TabSet.List aria-label={words.bottom}>
        <TabSet.Tab value="log">{words.log}</TabSet.Tab>
        <TabSet.Tab value="request">{words.request}</TabSet.Tab>
        <TabSet.Tab value="results">{words.results}</TabSet.Tab>
      </TabSet.List>
      <TabSet.Panel value="log" className={styles.panel} data-flush>
        <LogPane attemptId={attempt.id} shown={tabs.bottom === 'log'} />
      </TabSet.Panel>
      <TabSet.Panel value="request" className={styles.panel}>
        <RequestPane attemptId={attempt.id} />
      </TabSet.Panel>
      <TabSet.Panel value="results" className={styles.panel} tabIndex={0}>
        <Results checks={work.checks} onRun={props.onChecks} />
      </TabSet.Panel>
    </TabSet>
  );
}
