import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Attempt } from '../../api/attempt/contract.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Mark } from '../ui/Mark.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { Countdown } from './Countdown.tsx';
import type { SaveState } from './save-queue.ts';
import { SaveStatus, ServiceStatus } from './Statuses.tsx';
import type { Work } from './use-work.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;

export function TopBar(props: {
  attempt: Attempt;
  receivedAt: number;
  save: SaveState;
  work: Work;
  onRestart: () => void;
  onChecks: () => void;
  onSubmit: () => void;
}) {
  const { attempt, work } = props;
  const heading = useArrival<HTMLHeadingElement>();
  const may = (action: Attempt['actions'][number]) => attempt.actions.includes(action);
  return (
    <header className={styles.top}>
      <h1 ref={heading} tabIndex={-1} className={styles.challenge}>
        <Mark size={24} /> {attempt.challenge.title}
      </h1>
      <div className={styles.statuses}>
        <SaveStatus save={props.save} />
        <ServiceStatus workspace={attempt.workspace} restarting={work.restart.isPending} />
      </div>
      <div className={styles.actions}>
        {attempt.deadline && (
          <Countdown
            attempt={attempt}
            deadline={attempt.deadline}
            receivedAt={props.receivedAt}
            onZero={() => work.submit.mutate()}
          />
        )}
        <BusyButton
          size="xs"
          variant="default"
          title={words.runHint}
          busy={work.restart.isPending}
          disabled={!may('run')}
          onClick={props.onRestart}
        >
          {words.run}
        </BusyButton>
        <BusyButton
          size="xs"
          variant="light"
          title={words.runChecksHint}
          busy={work.checks.isPending}
          disabled={!may('run')}
          onClick={props.onChecks}
        >
          {words.runChecks}
        </BusyButton>
        {attempt.practiceOf !== null && (
          <Button size="xs" component={Link} href={paths.attempt(attempt.practiceOf)}>
            {messages.practice.leave}
          </Button>
        )}
        {attempt.practiceOf === null && !attempt.followUp && (
          <Button size="xs" disabled={!may('submit')} onClick={props.onSubmit}>
            {words.submit}
          </Button>
        )}
      </div>
    </header>
  );
}
