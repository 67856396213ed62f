// A service that keeps notes in a file: node notebook.ts <port> <file> <write|late>. `late` acknowledges first and writes
// some time after, as one does who trusts in never being killed.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, file, when] = process.argv.slice(2) as [string, string, 'write' | 'late'];
const notes = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
const late: string[] = [];
setInterval(() => appendFileSync(file, late.splice(0).join('')), 60_000);

createServer((request, response) => {
  if (request.method === 'POST') {
    const note = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
    notes.push(note);
    if (when === 'late') late.push(`${note}\n`);
    else appendFileSync(file, `${note}\n`);
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ notes: request.method === 'GET' ? notes : [] }));
}).listen(Number(port), '127.0.0.1');
