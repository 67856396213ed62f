import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import type { Attempt } from '../../api/attempt/contract.ts';
import { Link } from 'wouter';
import { ApiError, query } from '../api.ts';
import { StartForm } from '../invite/StartForm.tsx';
import { lazily } from '../lazily.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { ReceiptPage } from '../submission/ReceiptPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { Notice } from '../ui/Notice.tsx';
import { loadWorkspace, preloadWorkspace } from './preload.ts';
import { useSignals } from './use-signals.ts';

const words = messages.attempt;
const { practice, followUp } = messages;
const Workspace = lazily(loadWorkspace);

const over = (attempt: Attempt | undefined) =>
  attempt !== undefined && ['submitted', 'withdrawn', 'over'].includes(attempt.state);

const settled = (attempt: Attempt | undefined) =>
  attempt?.state === 'running' &&
  attempt.workspace.sandbox === 'ready' &&
  attempt.workspace.service !== 'starting';

/** Asking again is of no use: it is nobody's, or another's. */
const refused = (error: Error | null) => error instanceof ApiError && !error.passing;

/** What to say beside the loading, once a try has failed. */
const awayText = ({ failureCount, errorUpdateCount }: { failureCount: number; errorUpdateCount: number }) =>
  failureCount + errorUpdateCount > 0 ? `${messages.error.unreachable} ${messages.error.trying}` : undefined;

/** An attempt in whichever state it is: being prepared, worked on, or handed in. */
export function AttemptPage({ attemptId }: { attemptId: string }) {
  const attempt = useQuery({
    ...query('GET /api/attempts/:attemptId', { params: { attemptId } }),
    refetchInterval: ({ state }) =>
      !over(state.data) && !(refused(state.error) && !state.data) && (settled(state.data) ? 4_000 : 1_000),
  });
  const { state, practiceOf, followUp: together } = attempt.data ?? {};
  const worksSoon = state === 'preparing' || state === 'running';
  useEffect(() => {
    if (worksSoon) preloadWorkspace();
  }, [worksSoon]);
  useSignals(attemptId, state === 'running' && practiceOf === null && !together);
  if (!attempt.data && refused(attempt.error))
    return <MessagePage title={words.notYours} text={words.notYoursText} />;
  if (!attempt.data) return <Loading text={awayText(attempt)} />;
  return <InState attempt={attempt.data} receivedAt={attempt.dataUpdatedAt} />;
}

function InState({ attempt, receivedAt }: { attempt: Attempt; receivedAt: number }) {
  if (attempt.state === 'waiting' && attempt.followUp)
    return <MessagePage title={followUp.failed} text={followUp.failedText} />;
  if (attempt.state === 'waiting') return <Waiting attempt={attempt} />;
  if (attempt.state === 'preparing') return <Preparing attempt={attempt} />;
  if (attempt.state === 'submitted') return <ReceiptPage attempt={attempt} />;
  if (attempt.state === 'withdrawn')
    return <MessagePage title={messages.withdraw.done} text={messages.withdraw.doneText} />;
  if (attempt.state === 'over' && attempt.followUp)
    return <MessagePage title={followUp.over} text={followUp.overText} />;
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
  const { followUp: together } = attempt;
  return (
    <MessagePage
      title={preparingTitle(attempt)}
      text={together ? followUp.preparingText : words.preparingText}
    >
      <Loading text={words.sandboxStarting} />
    </MessagePage>
  );
}

function preparingTitle({ practiceOf, followUp: together }: Attempt): string {
  if (together) return followUp.preparing;
  return practiceOf === null ? words.preparing : practice.preparing;
}
