// The workspaces of this process. What the table `workspace` says is made so, again and again: whatever was missed while
// something was down is found at the next round.
import { freemem } from 'node:os';
import type { Duplex } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import type { Challenge } from '../challenge/challenge.ts';
import type { Tree } from '../challenge/tree.ts';
import type { Db, Sql } from '../db/connect.ts';
import type { Presence } from '../db/presence.ts';
import { Problem } from '../http/problem.ts';
import { SandboxError, type Formatted, type Sandboxes, type TerminalSize } from '../sandbox/sandboxes.ts';
import type { CheckResult, LoadResult, QueryResult, TerminalScreen, WorkspaceState } from './contract.ts';
import type { Measuring } from './measuring.ts';
import type { PodChange } from './pod-files.ts';
import {
  dropWorkspace,
  freeLostWorkspaces,
  listenForWorkspaces,
  listWorkspaces,
  markFailed,
  markLost,
  markReady,
  takeWorkspace,
} from './store.ts';
import { Workspace } from './workspace.ts';
import { failedText, noSandbox, noWorkspace, sandboxFailed, type Workspaces } from './workspaces.ts';

const roundMs = 1000;
/** Before the others take this process for gone, it lets its sandboxes go: no attempt may have two. */
const letGoMs = 12_000;
/** A machine short of memory takes no more, whatever its slots say. */
const spareBytes = 1.5e9;

/** What a workspace must know of its attempt, and tell it. */
export interface Attempts {
  /** What the sandbox is opened with. */
  open(attemptId: string): Promise<{ challenge: Challenge; runtime: string; tree: Tree }>;
  /** @throws Problem 409 tree-moved */
  filesAt(attemptId: string, treeHash: string): Promise<Tree>;
  saved(attemptId: string): Promise<Tree>;
  /** Saves what was changed in the sandbox itself. @returns the saved files afterwards. @throws Problem 409 time-is-up */
  keep(attemptId: string, changes: readonly PodChange[]): Promise<Tree>;
  /** The sandbox is there; `lostAt` says since when the candidate's time stood still. */
  ready(tx: Db, attemptId: string, lostAt: Date | null): Promise<void>;
  /** The sandbox could not be opened. */
  failed(tx: Db, attemptId: string): Promise<void>;
}

export interface HostNeeds {
  sql: Sql;
  sandboxes: Sandboxes;
  presence: Presence;
  attempts: Attempts;
  /** What this machine measures for scorecards; smoke loads give way to it. */
  measuring: Measuring;
  /** How many workspaces this machine may have at once. */
  slots: number;
  /** How long nobody uses a workspace until it sleeps, and until its sandbox goes: the files come back with the next one. */
  idle: { sleepMs: number; goMs: number };
  log: FastifyBaseLogger;
}

export class WorkspaceHost implements Workspaces {
  readonly #needs: HostNeeds;
  readonly #live = new Map<string, Workspace>();
  /** Attempts whose sandbox is being opened. */
  readonly #opening = new Set<string>();
  /** When the engine last said which pods are whole: what is missing then was lost since. */
  #wholeAtMs = performance.now();
  #round: Promise<void> = Promise.resolve();
  #waiting = false;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: () => Promise<void> = () => Promise.resolve();

  constructor(needs: HostNeeds) {
    this.#needs = needs;
  }

  /** Frees what an earlier process of this name had, and begins to follow the table. */
  async start(): Promise<void> {
    const { sql, presence } = this.#needs;
    await freeLostWorkspaces(sql, presence.name);
    this.#unlisten = await listenForWorkspaces(sql, () => this.#look());
    this.#timer = setInterval(() => this.#look(), roundMs);
  }

  /** Takes no more and removes every sandbox; those whose time runs are opened elsewhere. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#waiting = true;
    await this.#unlisten().catch(() => undefined);
    await this.#round;
    const { sql, presence } = this.#needs;
    await Promise.all(
      [...this.#live.keys()].map(async (attemptId) => {
        await this.#close(attemptId);
        await markLost(sql, attemptId, presence.name, 0).catch(() => undefined);
      }),
    );
  }

  /** @returns the attempts whose sandboxes are here */
  owners(): string[] {
    return [...this.#live.keys(), ...this.#opening];
  }

  async state(attemptId: string): Promise<WorkspaceState> {
    return (await this.#live.get(attemptId)?.state()) ?? noSandbox;
  }

  async run(attemptId: string, treeHash: string): Promise<WorkspaceState> {
    const workspace = this.#get(attemptId);
    const tree = await this.#treeOf(attemptId, workspace, treeHash);
    await inSandbox(() => workspace.run(tree));
    return workspace.state();
  }

  async log(attemptId: string): Promise<string> {
    return inSandbox(async () => (await this.#live.get(attemptId)?.log()) ?? '');
  }

  async check(attemptId: string, treeHash: string): Promise<CheckResult[]> {
    const workspace = this.#get(attemptId);
    const tree = await this.#treeOf(attemptId, workspace, treeHash);
    return inSandbox(() => workspace.check(tree));
  }

  /** The files of that hash, with what was changed in the sandbox itself since: writing them would undo it. */
  async #treeOf(attemptId: string, workspace: Workspace, treeHash: string): Promise<Tree> {
    const tree = await this.#needs.attempts.filesAt(attemptId, treeHash);
    return (await this.#keepChanges(attemptId, workspace)) ?? tree;
  }

  /** Keeps the saved files and those of a sandbox the same, as far as somebody would see a difference. */
  async #inStep(attemptId: string, workspace: Workspace): Promise<void> {
    try {
      if (workspace.mayHaveChanges) await this.#keepChanges(attemptId, workspace);
      if (workspace.mayBeBehind) await workspace.follow(await this.#needs.attempts.saved(attemptId));
    } catch (error) {
      this.#needs.log.warn({ attemptId, err: error }, 'A sandbox and its saved files are not in step');
    }
  }

  /** Saves what was changed in the sandbox itself. @returns the saved files when there was something */
  async #keepChanges(attemptId: string, workspace: Workspace): Promise<Tree | undefined> {
    try {
      return await workspace.keepChanges((changes) => this.#needs.attempts.keep(attemptId, changes));
    } catch (error) {
      // A sandbox that is lost has no files to read, and the next one is given those that are saved.
      if (!(error instanceof SandboxError || error instanceof Problem)) throw error;
      this.#needs.log.warn({ attemptId, err: error }, 'Changes in a sandbox could not be kept');
      return undefined;
    }
  }

  async format(attemptId: string, text: string): Promise<Formatted | undefined> {
    return inSandbox(() => this.#get(attemptId).format(text));
  }

  async connect(attemptId: string): Promise<Duplex> {
    return this.#get(attemptId).connect();
  }

  async terminal(attemptId: string, screen: TerminalScreen, size: TerminalSize): Promise<Duplex> {
    return inSandbox(() => this.#get(attemptId).terminal(screen, size));
  }

  async resizeTerminal(attemptId: string, screen: TerminalScreen, size: TerminalSize): Promise<void> {
    await this.#get(attemptId).resizeTerminal(screen, size);
  }

  async query(attemptId: string, sql: string): Promise<QueryResult> {
    return inSandbox(() => this.#get(attemptId).query(sql));
  }

  async load(attemptId: string, treeHash: string, rps: number): Promise<LoadResult> {
    const workspace = this.#get(attemptId);
    const tree = await this.#treeOf(attemptId, workspace, treeHash);
    return inSandbox(() => this.#needs.measuring.smoke(() => workspace.load(tree, rps)));
  }

  #get(attemptId: string): Workspace {
    const workspace = this.#live.get(attemptId);
    if (!workspace) throw noWorkspace();
    return workspace;
  }

  /** One round at a time, and one more when something changed meanwhile. */
  #look(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#round = this.#round
      .then(() => {
        this.#waiting = false;
        return this.#follow();
      })
      .catch((error: unknown) => this.#needs.log.error(error));
  }

  async #follow(): Promise<void> {
    const { sql, presence, log } = this.#needs;
    try {
      await presence.beat();
      await freeLostWorkspaces(sql);
      const mine = new Set(await listWorkspaces(sql, presence.name));
      for (const attemptId of this.#live.keys()) if (!mine.has(attemptId)) void this.#close(attemptId);
      // What was let go while the database was away, or could not be put down there when it failed.
      for (const attemptId of mine.difference(new Set(this.owners())))
        await markLost(sql, attemptId, presence.name, 0);
      await this.#giveUpBroken();
      for (const [attemptId, workspace] of this.#live) void this.#inStep(attemptId, workspace);
      await this.#letIdleGo();
      await this.#takeMore();
    } catch (error) {
      log.error(error);
      if (presence.silentMs > letGoMs) for (const attemptId of this.#live.keys()) void this.#close(attemptId);
    }
  }

  async #giveUpBroken(): Promise<void> {
    const { sql, presence, sandboxes } = this.#needs;
    const before = [...this.#live].map(([attemptId, { podId }]) => ({ attemptId, podId }));
    const whole = await sandboxes.whole();
    for (const { attemptId, podId } of before)
      if (podId !== undefined && !whole.has(podId) && this.#live.get(attemptId)?.podId === podId) {
        await markLost(sql, attemptId, presence.name, performance.now() - this.#wholeAtMs);
        void this.#close(attemptId);
      }
    this.#wholeAtMs = performance.now();
  }

  async #letIdleGo(): Promise<void> {
    const { sql, idle } = this.#needs;
    for (const [attemptId, workspace] of this.#live) {
      if (this.#opening.has(attemptId)) continue;
      if (workspace.idleMs > idle.goMs) {
        await dropWorkspace(sql, attemptId);
        void this.#close(attemptId);
      } else if (workspace.idleMs > idle.sleepMs) await workspace.pause();
    }
  }

  async #takeMore(): Promise<void> {
    const { sql, presence, slots } = this.#needs;
    while (new Set(this.owners()).size < slots && freemem() > spareBytes) {
      const attemptId = await takeWorkspace(sql, presence.name);
      if (attemptId === undefined) return;
      this.#opening.add(attemptId);
      void this.#open(attemptId)
        .catch((error: unknown) => this.#needs.log.error(error))
        .finally(() => this.#opening.delete(attemptId));
    }
  }

  async #open(attemptId: string): Promise<void> {
    const { sql, sandboxes, presence, attempts, log } = this.#needs;
    try {
      await this.#close(attemptId);
      const { challenge, runtime, tree } = await attempts.open(attemptId);
      const workspace = new Workspace(sandboxes, challenge, { owner: attemptId, runtime });
      this.#live.set(attemptId, workspace);
      await workspace.run(tree);
      await sql.begin(async (tx) => {
        const row = await markReady(tx, attemptId, presence.name);
        if (row) await attempts.ready(tx, attemptId, row.lostAt);
      });
    } catch (error) {
      log.error({ attemptId, err: error }, 'A workspace could not be opened');
      await this.#close(attemptId);
      // Without its engine, or the database, it was not the sandbox that failed: it is opened when they are back.
      const failed = error instanceof SandboxError || error instanceof Problem;
      if (!failed || !(await this.#engineAnswers())) return markLost(sql, attemptId, presence.name, 0);
      await sql.begin(async (tx) => {
        if (await markFailed(tx, attemptId, presence.name, failedText)) await attempts.failed(tx, attemptId);
      });
    }
  }

  #engineAnswers(): Promise<boolean> {
    return this.#needs.sandboxes.whole().then(
      () => true,
      () => false,
    );
  }

  async #close(attemptId: string): Promise<void> {
    const workspace = this.#live.get(attemptId);
    this.#live.delete(attemptId);
    await workspace?.close();
  }
}

/** The sandbox's failures are ours, and the candidate may try again. */
async function inSandbox<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof SandboxError ? sandboxFailed() : error;
  }
}
