import { Loader } from '@mantine/core';
import type { Phase } from '../../api/grading/contract.ts';
import { messages } from '../messages.ts';
import styles from './GradingPage.module.css';

const words = messages.grading;

/** The steps of a grading, done, under way and to come. */
export function Phases({ phases }: { phases: Phase[] }) {
  const done = phases.filter((phase) => phase.state === 'done').length;
  return (
    <>
      <ol className={styles.phases}>
        {phases.map((phase) => (
          <li
            key={phase.name}
            data-state={phase.state}
            aria-current={phase.state === 'running' ? 'step' : undefined}
          >
            <span className={styles.sign} aria-hidden="true">
              {phase.state === 'done' && '✓'}
              {phase.state === 'running' && <Loader size={16} />}
            </span>
            <span>{phase.title}</span>
            <span className={styles.state}>{words.states[phase.state]}</span>
          </li>
        ))}
      </ol>
      <p role="status" className="visually-hidden">
        {words.progress(done, phases.length)}
      </p>
    </>
  );
}
