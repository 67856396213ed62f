import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../http/problem.ts';
import { ask, problemOf, type Service } from './ask.ts';
import { fieldsOf, forBrowser } from './headers.ts';
import { sendPage } from './pages.ts';
import { Watch } from './watch.ts';

const maxAnswerBytes = 100_000_000;
const limits = { idleMs: 60_000, totalMs: 600_000 };

/** Passes one request to the service and its answer back, with a page of ours in place of an answer that cannot be had. */
export async function relay(
  request: IncomingMessage,
  response: ServerResponse,
  service: Service,
  { idleMs, totalMs } = limits,
): Promise<void> {
  const watch = new Watch({ idleMs, totalMs });
  const over = () => watch.end(new Error('over'));
  response.once('close', over);
  try {
    const { answer, upgraded } = await ask(request, service, watch);
    upgraded?.stream.destroy();
    if (upgraded) throw new Problem(502, 'bad-answer', 'It changed the protocol without being asked to.');
    await passOn(answer, response, service, watch);
  } catch (error) {
    // An answer that breaks off must not look whole.
    if (response.headersSent) response.destroy();
    else sendPage(response, problemOf(error as Error, watch, service.port));
  } finally {
    over();
    // What is left of the body is read away, or the browser would not look at the answer.
    request.resume();
  }
}

/** @throws Problem 502 bad-answer, before anything is sent */
export async function passOn(
  answer: IncomingMessage,
  response: ServerResponse,
  { origins }: Service,
  watch: Watch,
): Promise<void> {
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 599) throw new Problem(502, 'bad-answer', `Its status is ${status}.`);
  response.writeHead(status, forBrowser(fieldsOf(answer.rawHeaders), origins).flat());
  // A stream of events may have nothing to say for a while.
  response.flushHeaders();
  const meter = watch.meter(maxAnswerBytes, new Error('The answer is too long'));
  await pipeline(answer, meter, response, { signal: watch.signal });
}
