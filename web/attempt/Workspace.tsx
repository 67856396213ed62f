import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Attempt } from '../../api/attempt/contract.ts';
import { TogetherBar } from '../followup/TogetherBar.tsx';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { messages } from '../messages.ts';
import { ConflictBar } from './ConflictBar.tsx';
import { Panes } from './Panes.tsx';
import { QuickOpen } from './QuickOpen.tsx';
import { showSearch } from './SearchPane.tsx';
import { SubmitDialog } from './SubmitDialog.tsx';
import { TopBar } from './TopBar.tsx';
import { saveNow, useFiles, useFilesState, useSaveMoments } from './use-files.ts';
import { useKeys } from './use-keys.ts';
import { useTabs } from './use-tabs.ts';
import { useTestHook } from './use-test-hook.ts';
import { useWork } from './use-work.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';
import { WorkNotice } from './WorkNotice.tsx';

/** The place a candidate works in, once the sandbox is ready. */
export function Workspace({ attempt, receivedAt }: { attempt: Attempt; receivedAt: number }) {
  const files = useFiles(attempt.id);
  if (files.isPending)
    return (
      <Loading
        text={files.failureCount > 0 ? `${messages.error.unreachable} ${messages.error.trying}` : undefined}
      />
    );
  if (files.isError)
    return (
      <MessagePage title={messages.error.failed} text={files.error.message}>
        <Button onClick={() => void files.refetch()}>{messages.tryAgain}</Button>
      </MessagePage>
    );
  return <OpenWorkspace attempt={attempt} receivedAt={receivedAt} files={files.data} />;
}

function OpenWorkspace(props: { attempt: Attempt; receivedAt: number; files: WorkspaceFiles }) {
  const { attempt, files } = props;
  const { paths, save } = useFilesState(files);
  const tabs = useTabs(attempt.id, paths);
  const work = useWork(attempt.id, files);
  const [submitting, dialog] = useDisclosure(false);
  const [finding, finder] = useDisclosure(false);
  const runChecks = () => {
    tabs.showBottom('results');
    if (!work.checks.isPending) work.checks.mutate();
  };
  const restart = () => {
    tabs.showBottom('log');
    if (!work.restart.isPending) work.restart.mutate();
  };
  useSaveMoments(files, attempt.followUp);
  useTestHook(files, tabs.open);
  useKeys({
    save: () => void saveNow(files, tabs),
    runChecks,
    restart,
    toggleTab: tabs.toggleTabMoves,
    quickOpen: finder.open,
    search: () => showSearch(tabs),
  });

  return (
    <div className={styles.workspace}>
      <title>{messages.pageTitle(attempt.challenge.title)}</title>
      <TopBar
        attempt={attempt}
        receivedAt={props.receivedAt}
        save={save}
        work={work}
        onRestart={restart}
        onChecks={runChecks}
        onSubmit={dialog.open}
      />
      {attempt.followUp && <TogetherBar attemptId={attempt.id} />}
      <ConflictBar files={files} tabs={tabs} />
      <WorkNotice work={work} />
      <Panes attempt={attempt} files={files} tabs={tabs} work={work} onChecks={runChecks} />
      {finding && <QuickOpen paths={paths} onOpen={tabs.enter} onClose={finder.close} />}
      <SubmitDialog attemptId={attempt.id} opened={submitting} onClose={dialog.close} work={work} />
    </div>
  );
}
