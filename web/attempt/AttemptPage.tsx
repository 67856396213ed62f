import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import type { Attempt } from '../../api/attempt/contract.ts';
import { Link } from 'wouter';
import { query } from '../api.ts';
import { StartForm } from '../invite/StartForm.tsx';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { ReceiptPage } from '../submission/ReceiptPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { Notice } from '../ui/Notice.tsx';
import { loadWorkspace, preloadWorkspace } from './preload.ts';
import { useSignals } from './use-signals.ts';

const words = messages.attempt;
const { practice } = messages;
const Workspace = lazy(() => loadWorkspace().then((m) => ({ default: m.Workspace })));

const over = (attempt: Attempt | undefined) =>
  attempt !== undefined && ['submitted', 'withdrawn', 'over'].includes(attempt.state);

const settled = (attempt: Attempt | undefined) =>
  attempt?.state === 'running' &&
  attempt.workspace.sandbox === 'ready' &&
  attempt.workspace.service !== 'starting';

/** An attempt in whichever state it is: being prepared, worked on, or handed in. */
export function AttemptPage({ attemptId }: { attemptId: string }) {
  const attempt = useQuery({
    ...query('GET /api/attempts/:attemptId', { params: { attemptId } }),
    refetchInterval: ({ state }) => !over(state.data) && (settled(state.data) ? 4_000 : 1_000),
  });
  useEffect(preloadWorkspace, []);
  const { state, practiceOf } = attempt.data ?? {};
  useSignals(attemptId, state === 'running' && practiceOf === null);
  if (attempt.isPending) return <Loading />;
  if (!attempt.data) return <MessagePage title={words.notYours} text={words.notYoursText} />;
  return <InState attempt={attempt.data} receivedAt={attempt.dataUpdatedAt} />;
}

function InState({ attempt, receivedAt }: { attempt: Attempt; receivedAt: number }) {
  if (attempt.state === 'waiting') return <Waiting attempt={attempt} />;
  if (attempt.state === 'preparing') return <Preparing attempt={attempt} />;
  if (attempt.state === 'submitted') return <ReceiptPage attempt={attempt} />;
  if (attempt.state === 'withdrawn')
    return <MessagePage title={messages.withdraw.done} text={messages.withdraw.doneText} />;
  if (attempt.state === 'over') return <PracticeOver practiceOf={attempt.practiceOf} />;
  return (
    <Suspense fallback={<Loading />}>
      <Workspace attempt={attempt} receivedAt={receivedAt} />
    </Suspense>
  );
}

function PracticeOver({ practiceOf }: { practiceOf: string | null }) {
  return (
    <MessagePage title={practice.over} text={practice.overText}>
      {practiceOf !== null && <Link href={paths.attempt(practiceOf)}>{practice.back}</Link>}
    </MessagePage>
  );
}

function Waiting({ attempt }: { attempt: Attempt }) {
  const { problem } = attempt.workspace;
  return (
    <MessagePage title={words.notStarted} text={words.notStartedText}>
      {problem && (
        <Notice tone="warn" alert>
          {problem}
        </Notice>
      )}
      <StartForm attempt={attempt} />
    </MessagePage>
  );
}

function Preparing({ attempt }: { attempt: Attempt }) {
  const { sandbox, place, problem } = attempt.workspace;
  if (sandbox === 'failed') {
    return <MessagePage title={words.sandboxFailed} text={problem ?? words.sandboxFailedText} />;
  }
  if (sandbox === 'queued' && place !== null && place > 1) {
    return (
      <MessagePage title={words.queued} text={words.queuedText}>
        <Loading text={words.place(place)} />
      </MessagePage>
    );
  }
  const title = attempt.practiceOf === null ? words.preparing : practice.preparing;
  return (
    <MessagePage title={title} text={words.preparingText}>
      <Loading text={words.sandboxStarting} />
    </MessagePage>
  );
}
