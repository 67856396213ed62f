// The platform's own pages on a preview host. They say no more to a stranger than that there is nothing to see.
import type { ServerResponse } from 'node:http';
import { Problem } from '../http/problem.ts';
import { previewPolicy, type Fields } from './headers.ts';

/** One page for an attempt that is not there, somebody else's, over, or whose ticket is missing, used or old. */
export const notOpen = new Problem(
  404,
  'preview-not-open',
  'This preview is not open here. Open it from your workspace.',
);

export const noWorker = new Problem(403, 'no-service-worker', 'A preview cannot have a service worker.');

export const crowded = new Problem(
  503,
  'preview-busy',
  'Too many requests and connections are open to this service at once.',
);

const headings: Record<string, string> = {
  'preview-not-open': 'Nothing to see here',
  'no-service-worker': 'No service workers',
  'preview-busy': 'Too much at once',
  'not-listening': 'Your service does not answer yet',
  'bad-answer': 'Your service sent something that is not HTTP',
  'no-answer': 'Your service took too long',
  'no-workspace': 'Your workspace is starting',
  'body-too-large': 'This request is too large for a preview',
};

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 34em; margin: 18vh auto 0; padding: 0 1.5em }
  h1 { font-size: 1.4em }
  a { display: inline-block; padding: .4em 1em; border: 1px solid; border-radius: 4px; color: inherit;
    text-decoration: none }`;

/** Answers with a page that says what the problem is, and with a way to try again where that may help. */
export function sendPage(response: ServerResponse, problem: Problem): void {
  const heading = headings[problem.code] ?? 'Something went wrong on our side';
  // What may pass by itself. An empty address is that of the page.
  const mayPass = problem.status >= 500 || problem.code === 'no-workspace';
  const again = mayPass ? '\n<p><a href="">Try again</a></p>' : '';
  // What was sent is not sent again by itself.
  const reloads = problem.code === 'no-workspace' && response.req.method === 'GET';
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">${reloads ? '\n<meta http-equiv="refresh" content="2">' : ''}
<title>${escape(heading)}</title>
<style>${style}</style>
<h1>${escape(heading)}</h1>
<p>${escape(problem.message)}${reloads ? '. This page looks again by itself.' : ''}</p>${again}
</html>
`;
  const fields: Fields = [
    ...previewPolicy,
    ['Content-Security-Policy', policy],
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Cache-Control', 'no-store'],
    ['X-Content-Type-Options', 'nosniff'],
  ];
  response.writeHead(problem.status, fields.flat());
  response.end(body);
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
