import { Tabs as TabSet } from '@mantine/core';
import type { Attempt } from '../../api/attempt/contract.ts';
import { messages } from '../messages.ts';
import { Markdown } from '../ui/Markdown.tsx';
import { CheckList } from './CheckList.tsx';
import { FilesPane } from './FilesPane.tsx';
import { SearchPane } from './SearchPane.tsx';
import type { LeftTab, Tabs } from './use-tabs.ts';
import type { Work } from './use-work.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;

export function LeftPane(props: {
  attempt: Attempt;
  files: WorkspaceFiles;
  tabs: Tabs;
  work: Work;
  onChecks: () => void;
}) {
  const { attempt, files, tabs, work } = props;
  return (
    <TabSet
      className={styles.tabset}
      value={tabs.left}
      onChange={(tab) => tab && tabs.showLeft(tab as LeftTab)}
    >
      <TabSet.List aria-label={words.left}>
        <TabSet.Tab value="brief">{words.brief}</TabSet.Tab>
        <TabSet.Tab value="files">{words.files}</TabSet.Tab>
        <TabSet.Tab value="search">{messages.editor.search}</TabSet.Tab>
        <TabSet.Tab value="checks">{words.checks}</TabSet.Tab>
      </TabSet.List>
      <TabSet.Panel value="brief" className={styles.panel} tabIndex={0}>
        <Markdown text={attempt.brief} />
      </TabSet.Panel>
      <TabSet.Panel value="files" className={styles.panel}>
        <FilesPane files={files} attemptId={attempt.id} tabs={tabs} />
      </TabSet.Panel>
      <TabSet.Panel value="search" className={styles.panel}>
        <SearchPane files={files} tabs={tabs} />
      </TabSet.Panel>
      <TabSet.Panel value="checks" className={styles.panel} tabIndex={0}>
        <CheckList checks={work.checks} onRun={props.onChecks} onPick={() => tabs.showBottom('results')} />
      </TabSet.Panel>
    </TabSet>
  );
}
