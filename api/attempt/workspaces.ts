import type { Duplex } from 'node:stream';
import type { Challenge } from '../challenge/challenge.ts';
import { Problem } from '../http/problem.ts';
import type { Sandboxes } from '../sandbox/sandboxes.ts';
import type { ServiceState } from './contract.ts';
import { Workspace } from './workspace.ts';

const none: ServiceState = { sandbox: 'none', service: 'stopped', exitCode: null, problem: null };

/** The live workspaces of this process, by attempt. */
export class Workspaces {
  #live = new Map<string, Workspace>();
  #sandboxes: Sandboxes;

  constructor(sandboxes: Sandboxes) {
    this.#sandboxes = sandboxes;
  }

  find(attemptId: string): Workspace | undefined {
    return this.#live.get(attemptId);
  }

  /** @returns the attempt's workspace, a new one when it has none in this process or had another runtime */
  for(attemptId: string, challenge: Challenge, runtime: string): Workspace {
    const found = this.#live.get(attemptId);
    if (found && found.runtime === runtime) return found;
    void found?.close();
    const made = new Workspace(this.#sandboxes, challenge, { owner: attemptId, runtime });
    this.#live.set(attemptId, made);
    return made;
  }

  async state(attemptId: string): Promise<ServiceState> {
    return (await this.#live.get(attemptId)?.state()) ?? none;
  }

  /** A byte stream to the port of the candidate's service. The caller destroys it. @throws Problem 409 no-workspace */
  async connect(attemptId: string): Promise<Duplex> {
    const workspace = this.#live.get(attemptId);
    if (!workspace)
      throw new Problem(409, 'no-workspace', 'The workspace is not running; restart the service');
    return (await workspace.ready()).connect(workspace.challenge.port);
  }

  /** Removes the attempt's sandbox, if it has one. */
  async close(attemptId: string): Promise<void> {
    const workspace = this.#live.get(attemptId);
    this.#live.delete(attemptId);
    await workspace?.close();
  }
}
