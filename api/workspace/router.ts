import type { Duplex } from 'node:stream';
import type { Sql } from '../db/connect.ts';
import { findRunner } from '../db/presence.ts';
import type { Formatted, TerminalSize } from '../sandbox/sandboxes.ts';
import type { CheckResult, LoadResult, QueryResult, TerminalScreen, WorkspaceState } from './contract.ts';
import { RemoteWorkspaces } from './remote.ts';
import { findWorkspace } from './store.ts';
import { lostText, noSandbox, noWorkspace, type Workspaces } from './workspaces.ts';

/** The workspaces of every process: each call goes to the one that has the attempt's sandbox. */
export class WorkspaceRouter implements Workspaces {
  readonly #sql: Sql;
  readonly #own: { name: string; workspaces: Workspaces } | undefined;

  /** @param own the workspaces of this process, when it has some */
  constructor(sql: Sql, own?: { name: string; workspaces: Workspaces }) {
    this.#sql = sql;
    this.#own = own;
  }

  async state(attemptId: string): Promise<WorkspaceState> {
    const row = await findWorkspace(this.#sql, attemptId);
    if (!row) return noSandbox;
    const { process, readyAt, problem, place } = row;
    if (process === null && place > 0) return { ...noSandbox, sandbox: 'queued', place, problem };
    if (process === null) return { ...noSandbox, sandbox: 'failed', problem };
    if (!readyAt) return { ...noSandbox, sandbox: 'starting' };
    try {
      return await (await this.#at(process)).state(attemptId);
    } catch {
      return { ...noSandbox, sandbox: 'failed', problem: lostText };
    }
  }

  async run(attemptId: string, treeHash: string): Promise<WorkspaceState> {
    return (await this.#of(attemptId)).run(attemptId, treeHash);
  }

  async log(attemptId: string): Promise<string> {
    const row = await findWorkspace(this.#sql, attemptId);
    return row?.process && row.readyAt ? (await this.#at(row.process)).log(attemptId) : '';
  }

  async check(attemptId: string, treeHash: string): Promise<CheckResult[]> {
    return (await this.#of(attemptId)).check(attemptId, treeHash);
  }

  async format(attemptId: string, text: string): Promise<Formatted | undefined> {
    return (await this.#of(attemptId)).format(attemptId, text);
  }

  async connect(attemptId: string): Promise<Duplex> {
    return (await this.#of(attemptId)).connect(attemptId);
  }

  async terminal(attemptId: string, screen: TerminalScreen, size: TerminalSize): Promise<Duplex> {
    return (await this.#of(attemptId)).terminal(attemptId, screen, size);
  }

  async resizeTerminal(attemptId: string, screen: TerminalScreen, size: TerminalSize): Promise<void> {
    return (await this.#of(attemptId)).resizeTerminal(attemptId, screen, size);
  }

  async query(attemptId: string, sql: string): Promise<QueryResult> {
    return (await this.#of(attemptId)).query(attemptId, sql);
  }

  async load(attemptId: string, treeHash: string, rps: number): Promise<LoadResult> {
    return (await this.#of(attemptId)).load(attemptId, treeHash, rps);
  }

  async #of(attemptId: string): Promise<Workspaces> {
    const row = await findWorkspace(this.#sql, attemptId);
    if (!row?.process || !row.readyAt) throw noWorkspace();
    return this.#at(row.process);
  }

  async #at(process: string): Promise<Workspaces> {
    if (process === this.#own?.name) return this.#own.workspaces;
    const runner = await findRunner(this.#sql, process);
    if (!runner) throw noWorkspace();
    return new RemoteWorkspaces(runner);
  }
}
