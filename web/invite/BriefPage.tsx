import { useQuery } from '@tanstack/react-query';
import type { Attempt } from '../../api/attempt/contract.ts';
import type { OpenedInvite } from '../../api/invite/contract.ts';
import { call, query } from '../api.ts';
import { WithdrawButton } from '../attempt/WithdrawButton.tsx';
import { FollowUpCall } from '../followup/FollowUpCall.tsx';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { Page } from '../ui/Page.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { Accommodation } from './Accommodation.tsx';
import styles from './BriefPage.module.css';
import { HiddenChecks } from './HiddenChecks.tsx';
import { Practice } from './Practice.tsx';
import { Recorded, Scored, Time } from './Promises.tsx';
import { StartForm } from './StartForm.tsx';
import { SystemCheck } from './SystemCheck.tsx';

const words = messages.brief;

/** What a candidate reads before the clock starts. */
export function BriefPage({ token }: { token: string }) {
  const opened = useQuery({
    queryKey: ['open', token],
    queryFn: () => call('POST /api/invites/open', { body: { token } }),
    staleTime: Infinity,
  });
  if (opened.isPending) return <Loading />;
  // Unknown, expired and withdrawn look the same, so that a guess learns nothing.
  if (opened.isError) return <MessagePage title={words.wrong} text={words.wrongText} />;
  return <Opened invite={opened.data} />;
}

function Opened({ invite }: { invite: OpenedInvite }) {
  const params = { attemptId: invite.attemptId };
  // Time that was asked for may be given while the page is read.
  const attempt = useQuery({
    ...query('GET /api/attempts/:attemptId', { params }),
    refetchInterval: ({ state }) => state.data?.state === 'waiting' && 15_000,
  });
  if (attempt.isPending) return <Loading />;
  if (attempt.isError) return <MessagePage title={messages.error.failed} text={attempt.error.message} />;
  return <Brief invite={invite} attempt={attempt.data} />;
}

function Brief({ invite, attempt }: { invite: OpenedInvite; attempt: Attempt }) {
  const { organisation, candidateName, challenge } = invite;
  const heading = useArrival<HTMLHeadingElement>();
  const waiting = attempt.state === 'waiting';
  if (attempt.state === 'withdrawn')
    return <MessagePage title={messages.withdraw.done} text={messages.withdraw.doneText} />;
  return (
    <Page narrow title={challenge.title}>
      <p className={styles.hello}>{words.hello(organisation, candidateName)}</p>
      <h1 ref={heading} tabIndex={-1} className={styles.title}>
        {challenge.title}
      </h1>
      <p className={styles.summary}>{challenge.summary}</p>
      {attempt.state === 'submitted' && <FollowUpCall attempt={attempt} />}
      <Time terms={attempt.terms} />
      <Scored invite={invite} />
      <HiddenChecks checks={invite.hiddenChecks} />
      <Recorded terms={attempt.terms} />
      {waiting && <SystemCheck attemptId={attempt.id} />}
      {waiting && invite.practice && (
        <Practice attemptId={attempt.id} runtimes={attempt.challenge.runtimes} />
      )}
      {waiting && <Accommodation attempt={attempt} organisation={organisation} />}
      <StartForm attempt={attempt} />
      {waiting && (
        <p className={styles.withdraw}>
          <WithdrawButton attemptId={attempt.id} />
        </p>
      )}
    </Page>
  );
}
