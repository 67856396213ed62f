// A candidate who types, runs and tests as the page does: its own queue saves, its own intervals ask.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, type PutResult, SaveQueue, type Stored } from '../../../web/attempt/save-queue.ts';
import type { Visitor } from '../../kill/visitor.ts';

/** What candidates waited for, in milliseconds, and what went wrong. */
export interface Seen {
  saves: number[];
  answers: number[];
  /** What was asked and its status, for each refusal that nobody expects. */
  faults: string[];
}

/** How often a candidate does what, in milliseconds. */
export interface Habits {
  keyMs: number;
  restartMs: number;
  checksMs: number;
  requestMs: number;
}

const stateMs = 4_000;
const followMs = 2_500;
const logMs = 1_000;
const startMs = 300_000;
const clock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export class Typist {
  readonly attemptId: string;
  /** Every file as it stands after the last keystroke. */
  readonly texts = new Map<string, string>();
  readonly #visitor: Visitor;
  readonly #seen: Seen;
  readonly #queue: SaveQueue;
  #keys = 0;

  private constructor(visitor: Visitor, attemptId: string, seen: Seen) {
    this.#visitor = visitor;
    this.attemptId = attemptId;
    this.#seen = seen;
    this.#queue = new SaveQueue({
      server: {
        put: (file) => this.#put(file),
        remove: () => Promise.reject(new Error('nothing is deleted here')),
        read: (path) => this.#read(path),
        setAside: () => Promise.resolve(false),
      },
      clock,
      keeper: { keep: () => {}, drop: () => {} },
      page: attemptId,
      treeHash: '',
      changed: () => {},
    });
  }

  get #params() {
    return { attemptId: this.attemptId };
  }

  /** Opens an invite, signs and waits for the clock. */
  static async begin(visitor: Visitor, token: string, seen: Seen): Promise<Typist> {
    const { attemptId } = await visitor.call('POST /api/invites/open', { body: { token } });
    const params = { attemptId };
    await visitor.call('POST /api/attempts/:attemptId/signature', { params, body: { name: 'Ada' } });
    await visitor.call('POST /api/attempts/:attemptId/start', { params, body: { runtime: 'node' } });
    for (const until = Date.now() + startMs; ; await sleep(500)) {
      const { state, workspace } = await visitor.call('GET /api/attempts/:attemptId', { params });
      if (state === 'running' && workspace.service === 'running') break;
      if (Date.now() > until) throw new Error(`the workspace of ${attemptId} did not start`);
    }
    const typist = new Typist(visitor, attemptId, seen);
    await typist.#load();
    return typist;
  }

  async #load(): Promise<void> {
    const { files, treeHash } = await this.#visitor.call('GET /api/attempts/:attemptId/files', {
      params: this.#params,
    });
    for (const { path, rev } of files) {
      this.texts.set(path, (await this.#read(path)).content!);
      this.#queue.know(path, rev);
    }
    this.#queue.knowTree(treeHash);
  }

  /** Works until the signal, and returns when everything is saved. @throws Error when something is not */
  async work(habits: Habits, signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.#every(habits.keyMs, signal, () => this.#type()),
      this.#every(habits.restartMs, signal, () => this.#atTree('restart')),
      this.#every(habits.checksMs, signal, () => this.#atTree('checks')),
      this.#every(habits.requestMs, signal, () => this.#request()),
      this.#every(stateMs, signal, () => this.#look('GET /api/attempts/:attemptId')),
      this.#every(followMs, signal, () => this.#look('GET /api/attempts/:attemptId/files')),
      this.#every(logMs, signal, () => this.#look('GET /api/attempts/:attemptId/log')),
    ]);
    const flushed = await this.#queue.flush();
    if (!flushed.ok) throw new Error(`${this.attemptId} could not save: ${flushed.status}`);
  }

  /** Nobody does anything on the beat. */
  async #every(ms: number, signal: AbortSignal, act: () => void | Promise<void>): Promise<void> {
    const pause = () => sleep(ms * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    for (await pause(); !signal.aborted; await pause())
      try {
        await act();
      } catch (error) {
        this.#seen.faults.push(String(error));
      }
  }

  /** One keystroke, in a comment at the end of a file: what runs stays the same. */
  #type(): void {
    const paths = [...this.texts.keys()].filter((path) => /\.[jt]s$/.test(path));
    // A while in one file, then in another.
    const path = paths[Math.floor(this.#keys / 50) % paths.length]!;
    const before = this.texts.get(path)!;
    const text = `${before}${this.#keys++ % 50 === 0 ? '\n// ' : String(this.#keys % 10)}`;
    this.texts.set(path, text);
    this.#queue.edit(path, text);
  }

  async #put(body: { path: string; content: string; baseRev: number }): Promise<PutResult> {
    const began = performance.now();
    try {
      const input = { params: this.#params, body };
      const response = await this.#visitor.ask('PUT /api/attempts/:attemptId/file', input);
      const answer = (await response.json()) as { rev: number; treeHash: string; code?: string };
      if (response.status === 200) {
        this.#seen.saves.push(performance.now() - began);
        return { kind: 'saved', rev: answer.rev, treeHash: answer.treeHash };
      }
      this.#seen.faults.push(`save: ${response.status}`);
      if (answer.code === 'file-conflict') return { kind: 'conflict' };
      return { kind: 'unreachable' };
    } catch (error) {
      this.#seen.faults.push(`save: ${String(error)}`);
      return { kind: 'unreachable' };
    }
  }

  async #read(path: string): Promise<Stored> {
    const input = { params: this.#params, query: { path } };
    return this.#visitor.call('GET /api/attempts/:attemptId/file', input);
  }

  async #atTree(what: 'restart' | 'checks'): Promise<void> {
    const saved = await this.#queue.flush();
    if (!saved.ok) return;
    const input = { params: this.#params, body: { treeHash: saved.treeHash } };
    const response = await this.#visitor.ask(`POST /api/attempts/:attemptId/${what}`, input);
    await response.text();
    // Typed on meanwhile, or restarted while it was being checked: a candidate tries again.
    if (![200, 409, 502].includes(response.status)) this.#seen.faults.push(`${what}: ${response.status}`);
  }

  async #request(): Promise<void> {
    const began = performance.now();
    const body = { method: 'GET' as const, path: '/', headers: {} };
    const input = { params: this.#params, body };
    const response = await this.#visitor.ask('POST /api/attempts/:attemptId/request', input);
    await response.text();
    // A service that is just being restarted does not answer.
    if (![200, 409, 502].includes(response.status)) this.#seen.faults.push(`request: ${response.status}`);
    else this.#seen.answers.push(performance.now() - began);
  }

  async #look(
    what:
      | 'GET /api/attempts/:attemptId'
      | 'GET /api/attempts/:attemptId/files'
      | 'GET /api/attempts/:attemptId/log',
  ): Promise<void> {
    const began = performance.now();
    await this.#visitor.call(what, { params: this.#params });
    this.#seen.answers.push(performance.now() - began);
  }
}
