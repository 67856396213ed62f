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
  const [method, pattern] = key.split(' ') as [string, string];
  const response = await send(address(pattern, input), method, input.body);
  const answer = await readJson(response);
  if (!response.ok) throw errorFrom(response.status, answer);
  return answer as Output<Api, K>;
}

/** The options of a useQuery that reads `key`. */
export function query<K extends GetKey>(key: K, ...args: Args<K>) {
  return queryOptions({ queryKey: [key, ...args], queryFn: () => call(key, ...args) });
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
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

async function send(url: string, method: string, body: unknown): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
  } catch {
    throw new ApiError(0, 'unreachable', messages.error.unreachable);
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function errorFrom(status: number, answer: unknown): ApiError {
  const problem = (answer ?? {}) as { code?: string; title?: string };
  return new ApiError(status, problem.code ?? 'unknown', problem.title ?? messages.error.unknown);
}
