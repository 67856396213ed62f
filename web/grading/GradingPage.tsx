import { useQuery } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import type { Grading } from '../../api/grading/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './GradingPage.module.css';
import { Phases } from './Phases.tsx';

const words = messages.grading;

/** A grading while it runs. It leads on to the scorecard by itself. */
export function GradingPage({ submissionId }: { submissionId: string }) {
  const grading = useQuery({
    ...query('GET /api/submissions/:submissionId/grading', { params: { submissionId } }),
    refetchInterval: 1_000,
    staleTime: 0,
  });
  if (grading.isPending) return <Loading />;
  if (!grading.data) return <LoadFailed error={grading.error} retry={grading.refetch} />;
  if (grading.data.state === 'finished') return <Redirect to={paths.scorecard(submissionId)} replace />;
  return (
    <ManagerPage title={words.title(grading.data.candidateName)}>
      <p className={styles.challenge}>{grading.data.challenge.title}</p>
      <h1 className={styles.title}>{words.title(grading.data.candidateName)}</h1>
      <p className={styles.text}>{words.text}</p>
      <StateNotice state={grading.data.state} />
      <Phases phases={grading.data.phases} />
    </ManagerPage>
  );
}

function StateNotice({ state }: { state: Grading['state'] }) {
  if (state === 'queued') return <Notice tone="good">{words.queued}</Notice>;
  if (state === 'retrying') return <Notice tone="warn">{words.retrying}</Notice>;
  return null;
}
