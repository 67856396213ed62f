import type { Duplex } from 'node:stream';
import { Problem } from '../http/problem.ts';
import type { Formatted, TerminalSize } from '../sandbox/sandboxes.ts';
import type { CheckResult, LoadResult, QueryResult, TerminalScreen, WorkspaceState } from './contract.ts';

/**
 * The live sandboxes of attempts, wherever they are. A row of the table `workspace` asks for one, and its going ends it;
 * these are the calls to one that is there. Each may throw Problem 409 no-workspace, 503 sandbox-failed.
 */
export interface Workspaces {
  state(attemptId: string): Promise<WorkspaceState>;
  /** Puts exactly the tree of this hash into the sandbox, builds it and starts the service. @throws Problem 409 tree-moved */
  run(attemptId: string, treeHash: string): Promise<WorkspaceState>;
  /** @returns the last lines the service, or its failed build, wrote; empty without a sandbox */
  log(attemptId: string): Promise<string>;
  /** Runs the visible checks on exactly that tree. @throws Problem 409 tree-moved, checks-running; 502 not-listening */
  check(attemptId: string, treeHash: string): Promise<CheckResult[]>;
  /** Formats a text with the runtime's own formatter. @returns undefined when it has none */
  format(attemptId: string, text: string): Promise<Formatted | undefined>;
  /** A byte stream to the port of the candidate's service. The caller destroys it. */
  connect(attemptId: string): Promise<Duplex>;
  /** One of the workspace's terminals, for whoever comes last to this screen of it. The caller destroys it. */
  terminal(attemptId: string, screen: TerminalScreen, size: TerminalSize): Promise<Duplex>;
  resizeTerminal(attemptId: string, screen: TerminalScreen, size: TerminalSize): Promise<void>;
  /** Runs SQL on the candidate's database as the candidate's service would. @throws Problem 409 no-database */
  query(attemptId: string, sql: string): Promise<QueryResult>;
  /**
   * Loads the service for some seconds, on exactly that tree.
   * @param rps requests a second
   * @throws Problem 409 tree-moved, checks-running; 502 not-listening; 503 measuring
   */
  load(attemptId: string, treeHash: string, rps: number): Promise<LoadResult>;
}

/** The state of an attempt without a live sandbox. */
export const noSandbox: WorkspaceState = {
  sandbox: 'none',
  place: null,
  service: 'stopped',
  exitCode: null,
  problem: null,
};

export const failedText = 'The sandbox could not be started. This is our failure; try again.';
export const lostText =
  'The sandbox is gone. Your files are safe: a new one is being opened, and the time is given back to you.';

export function noWorkspace(): Problem {
  return new Problem(409, 'no-workspace', 'The sandbox is not there yet; wait a moment');
}

export function sandboxFailed(): Problem {
  return new Problem(
    503,
    'sandbox-failed',
    'The sandbox did not answer. This is our failure; restart the service.',
  );
}
