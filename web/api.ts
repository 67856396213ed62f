import { QueryClient, queryOptions } from '@tanstack/react-query';
import type { Api } from '../api/contract.ts';
import type { Input, Output } from '../api/http/contract.ts';
import { messages } from './messages.ts';

type Key = keyof Api;
type Args<K extends Key> = unknown extends Input<Api, K> ? [] : [input: Input<Api, K>];
type GetKey = Extract<Key, `GET ${string}`>;

/** An error answer. `status` is 0 when the server could not be reached at all. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  /** The stable word of the answer, such as file-conflict; `unreachable` without an answer. */
  readonly code: string;

  constructor(status: number, code: string, title: string) {
    super(title);
    this.status = status;
    this.code = code;
  }

  /** Whether the same call may well succeed a little later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Calls the API. Throws an ApiError for every answer but a success. */
export async function call<K extends Key>(key: K, ...args: Args<K>): Promise<Output<Api, K>> {
  const input = (args[0] ?? {}) as { params?: object; query?: object; body?: unknown };
  const [method, pattern] = key.split(' ') as [keyof typeof patienceMs, string];
  const { ok, status, answer } = await send(address(pattern, input), method, input.body);
  if (!ok) throw errorFrom(status, answer);
  return answer as Output<Api, K>;
}

/** The options of a useQuery that reads `key`. */
export function query<K extends GetKey>(key: K, ...args: Args<K>) {
  return queryOptions({ queryKey: [key, ...args], queryFn: () => call(key, ...args) });
}

// Only an answer tells whether the server is there. A browser's word that it is offline would hold every call back, without a
// word of why, for as long as it believes so.
const networkMode = 'always';

export const queryClient = new QueryClient({
  defaultOptions: {
    mutations: { networkMode },
    queries: {
      networkMode,
      staleTime: 5_000,
      retry: (failures, error) => failures < 3 && error instanceof ApiError && error.passing,
    },
  },
});

/** Fills `:name` parts from `params` and appends `query`. */
function address(pattern: string, input: { params?: object; query?: object }): string {
  const params = { ...input.params } as Record<string, string>;
  const path = pattern.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(
    Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)]),
  );
  return search.size > 0 ? `${path}?${search}` : path;
}

/**
 * After so many milliseconds a call counts as unanswered, and may be made again. Reads and saves touch the database alone; what
 * is posted may build, start, check and load a service.
 */
const patienceMs = { GET: 20_000, PUT: 20_000, DELETE: 20_000, POST: 240_000 };

interface Received {
  ok: boolean;
  status: number;
  answer: unknown;
}

async function send(url: string, method: keyof typeof patienceMs, body: unknown): Promise<Received> {
  try {
    const response = await fetch(url, {
      method,
      signal: AbortSignal.timeout(patienceMs[method]),
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const { ok, status } = response;
    return { ok, status, answer: parse(await response.text(), ok) };
  } catch {
    throw new ApiError(0, 'unreachable', messages.error.unreachable);
  }
}

/** An error may come from a proxy in between, which writes what it likes. A success is ours, and JSON. */
function parse(text: string, ok: boolean): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (ok) throw error;
    return undefined;
  }
}

function errorFrom(status: number, answer: unknown): ApiError {
  const problem = (answer ?? {}) as { code?: string; title?: string };
  return new ApiError(status, problem.code ?? 'unknown', problem.title ?? messages.error.unknown);
}
