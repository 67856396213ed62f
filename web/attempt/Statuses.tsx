import type { WorkspaceState } from '../../api/workspace/contract.ts';
import { messages } from '../messages.ts';
import { timeOfDay } from '../ui/time.ts';
import type { SaveState } from './save-queue.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;

const saveTones = {
  saved: 'good',
  saving: 'calm',
  offline: 'warn',
  conflict: 'bad',
  refused: 'bad',
} as const;

/** Whether the newest text is on the server, in words. */
export function SaveStatus({ save }: { save: SaveState }) {
  const saved = save.savedAt === undefined ? words.allSaved : words.saved(timeOfDay(save.savedAt));
  const text = save.status === 'saved' ? saved : words[save.status];
  return (
    <span role="status" className={styles.status} data-tone={saveTones[save.status]} data-save={save.status}>
      {text}
    </span>
  );
}

/** What the candidate's service is doing, in words. */
export function ServiceStatus(props: { workspace: WorkspaceState; restarting: boolean }) {
  const workspace = props.restarting ? { ...props.workspace, service: 'starting' as const } : props.workspace;
  const { text, tone } = serviceWords(workspace);
  return (
    <span role="status" className={styles.status} data-tone={tone} data-service={workspace.service}>
      {text}
    </span>
  );
}

function serviceWords({ sandbox, service, exitCode }: WorkspaceState): { text: string; tone: string } {
  if (sandbox === 'failed') return { text: words.sandboxDown, tone: 'bad' };
  if (sandbox === 'queued') return { text: words.sandboxQueued, tone: 'calm' };
  if (sandbox !== 'ready') return { text: words.sandboxStarting, tone: 'calm' };
  if (service === 'exited') {
    return { text: exitCode === null ? words.services.exited : words.exitedWith(exitCode), tone: 'bad' };
  }
  return { text: words.services[service], tone: service === 'running' ? 'good' : 'calm' };
}
