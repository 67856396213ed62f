// Does operations and writes down what became of each.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, Outcome } from '../kit/history.ts';
import { type Action, type Answer, WrongAnswer } from '../kit/storm.ts';
import { type Client, NoAnswer } from './client.ts';

/** Who found nothing listening rests this long: a dead port need not be hammered. */
const restMs = 50;

/** What is nested deeper could not even be written down as text. */
const maxDepth = 50;

interface Result {
  outcome: Outcome;
  answer: string;
  got?: unknown;
}

export class Recorder {
  /** In the order of sending. An operation under way is of unknown outcome. */
  readonly history: Operation[] = [];
  readonly #client: Client;
  readonly #timeoutMs: number;
  readonly #onDone: (operation: Operation) => void;
  readonly #beganMs = performance.now();

  /** @param onDone told of every operation once it is known what became of it */
  constructor(client: Client, timeoutMs: number, onDone: (operation: Operation) => void) {
    this.#client = client;
    this.#timeoutMs = timeoutMs;
    this.#onDone = onDone;
  }

  /** Does one operation. Never fails because of the service. */
  async perform(actor: number, action: Action<unknown>): Promise<Operation> {
    const operation: Operation = {
      id: this.history.length,
      actor,
      kind: action.kind,
      key: action.key,
      sent: 'sent' in action ? action.sent : action.body,
      idempotencyKey: action.idempotencyKey,
      startMs: performance.now() - this.#beganMs,
      endMs: Infinity,
      outcome: 'unknown',
      answer: 'no answer yet',
      got: undefined,
    };
    this.history.push(operation);
    const result = await this.#exchange(action);
    Object.assign(operation, { endMs: performance.now() - this.#beganMs, ...result });
    this.#onDone(operation);
    return operation;
  }

  async #exchange(action: Action<unknown>): Promise<Result> {
    try {
      return judge(action, await this.#client.send(action, this.#timeoutMs));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (error.unreachable) await sleep(restMs);
      return { outcome: 'unknown', answer: error.message };
    }
  }
}

function judge({ refusals = [], read }: Action<unknown>, answer: Answer): Result {
  const { status } = answer;
  if (refusals.includes(status)) return { outcome: 'rejected', answer: `${status}` };
  if (status < 200 || status > 299) return { outcome: 'unknown', answer: `${status}` };
  try {
    const got = read?.(answer);
    if (tooDeep(got)) throw new WrongAnswer(`it is nested deeper than ${maxDepth} levels`);
    return { outcome: 'ok', answer: `${status}`, got };
  } catch (error) {
    // A reader that trips over an answer of an unforeseen shape has found a wrong answer.
    return { outcome: 'unknown', answer: `${status}, but ${(error as Error).message}` };
  }
}

function tooDeep(value: unknown, left = maxDepth): boolean {
  if (value === null || typeof value !== 'object') return false;
  return left === 0 || Object.values(value).some((inner) => tooDeep(inner, left - 1));
}
