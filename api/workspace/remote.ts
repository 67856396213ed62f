// The workspaces of a runner elsewhere, over HTTP: calls as its contract has them, and byte streams as upgraded
// connections, so that back-pressure is TCP's own.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Input, Output } from '../http/contract.ts';
import { Problem, ProblemBody } from '../http/problem.ts';
import { Value } from 'typebox/value';
import type { Formatted, TerminalSize } from '../sandbox/sandboxes.ts';
import {
  workspaceContract,
  type CheckResult,
  type LoadResult,
  type QueryResult,
  type TerminalScreen,
  type WorkspaceState,
} from './contract.ts';
import { sandboxFailed, type Workspaces } from './workspaces.ts';

/** Building, starting and checking take their time; nothing takes longer. */
const callMs = 300_000;
const connectMs = 10_000;

type Calls = typeof workspaceContract;

export class RemoteWorkspaces implements Workspaces {
  readonly #url: string;
  readonly #headers: { authorization: string };

  constructor({ url, secret }: { url: string; secret: string }) {
    this.#url = url;
    this.#headers = { authorization: `Bearer ${secret}` };
  }

  state(attemptId: string): Promise<WorkspaceState> {
    return this.#call('GET /api/workspaces/:attemptId', { params: { attemptId } });
  }

  run(attemptId: string, treeHash: string): Promise<WorkspaceState> {
    const input = { params: { attemptId }, body: { treeHash } };
    return this.#call('POST /api/workspaces/:attemptId/run', input);
  }

  async log(attemptId: string): Promise<string> {
    return (await this.#call('GET /api/workspaces/:attemptId/log', { params: { attemptId } })).text;
  }

  async check(attemptId: string, treeHash: string): Promise<CheckResult[]> {
    const input = { params: { attemptId }, body: { treeHash } };
    return (await this.#call('POST /api/workspaces/:attemptId/checks', input)).checks;
  }

  async format(attemptId: string, text: string): Promise<Formatted | undefined> {
    const input = { params: { attemptId }, body: { text } };
    return (await this.#call('POST /api/workspaces/:attemptId/format', input)).formatted ?? undefined;
  }

  connect(attemptId: string): Promise<Duplex> {
    return this.#stream(`/api/workspaces/${attemptId}/connect`);
  }

  terminal(attemptId: string, screen: TerminalScreen, { cols, rows }: TerminalSize): Promise<Duplex> {
    return this.#stream(`/api/workspaces/${attemptId}/terminals/${screen}?cols=${cols}&rows=${rows}`);
  }

  async resizeTerminal(attemptId: string, screen: TerminalScreen, body: TerminalSize): Promise<void> {
    const input = { params: { attemptId, screen }, body };
    await this.#call('POST /api/workspaces/:attemptId/terminals/:screen/size', input);
  }

  query(attemptId: string, sql: string): Promise<QueryResult> {
    return this.#call('POST /api/workspaces/:attemptId/query', { params: { attemptId }, body: { sql } });
  }

  load(attemptId: string, treeHash: string, rps: number): Promise<LoadResult> {
    const input = { params: { attemptId }, body: { treeHash, rps } };
    return this.#call('POST /api/workspaces/:attemptId/load', input);
  }

  #stream(path: string): Promise<Duplex> {
    const url = new URL(path, this.#url);
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      headers: { ...this.#headers, connection: 'upgrade', upgrade: 'tcp' },
      signal: AbortSignal.timeout(connectMs),
    });
    return new Promise((resolve, reject) => {
      request.on('upgrade', (_response, socket, head) => {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      request.on('response', (response) => {
        response.resume();
        reject(sandboxFailed());
      });
      request.on('error', reject).end();
    });
  }

  async #call<Key extends keyof Calls>(
    key: Key,
    { params, body }: Input<Calls, Key> & { params: Record<string, string>; body?: unknown },
  ): Promise<Output<Calls, Key>> {
    const [method, path] = key.split(' ') as [string, string];
    const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '');
    const response = await fetch(new URL(filled, this.#url), {
      method,
      headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(callMs),
    }).catch(() => {
      throw sandboxFailed();
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw problemOf(answer);
    if (!Value.Check(workspaceContract[key].response, answer)) throw sandboxFailed();
    return answer as Output<Calls, Key>;
  }
}

/** What the runner refused, in its own words. */
function problemOf(answer: unknown): Problem {
  if (!Value.Check(ProblemBody, answer) || answer.code === 'internal') return sandboxFailed();
  return new Problem(answer.status, answer.code, answer.title);
}
