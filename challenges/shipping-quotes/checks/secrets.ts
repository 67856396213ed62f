import { expect } from 'proofload/checks';
import type { Answer } from 'proofload/checks';

const inside = [
  /kx-live|pl-secret|ov-token|shop-4711/,
  /:910[123]\b/,
  /bearer/i,
  /\bat \S+ \(/,
  /node_modules|site-packages|goroutine \d/,
  /\.(ts|py|go):\d+/,
  /Traceback|File "/,
  /postgres(ql)?:\/\//i,
  /syntax error|invalid input syntax|SQLSTATE/i,
  /\bselect\b.*\bfrom\b/is,
];

/** Expects a text to name no key, carrier's address, stack, file or SQL. */
export function expectNothingInternal(text: string, what: string): void {
  for (const pattern of inside) expect(text.slice(0, 5000), what).not.toMatch(pattern);
}

/** Expects the list of carriers to tell names and states, and nothing else. */
export function expectStatesOnly(answer: Answer): void {
  expect(answer.status).toBe(200);
  expectNothingInternal(answer.text, 'GET /carriers');
  expect(answer.json.items).toHaveLength(3);
  for (const item of answer.json.items) {
    expect(item).toEqual({ carrier: expect.any(String), state: expect.stringMatching(/^(up|down)$/) });
  }
}
