// The probe's way to the third parties: HTTP over a unix socket that lies where no container of the candidate's looks.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { readBehaviour } from './mood.ts';
import type { ThirdParty } from './third-party.ts';

/** Takes POST /<name>/<behave|calls|count|deliveries|reset> from now on. */
export async function openControl(parties: readonly ThirdParty[], socket: string): Promise<Server> {
  const server = createServer((request, response) => {
    textOf(request)
      .then((text) => answer(parties, request.url ?? '', text))
      .then((result) => response.end(JSON.stringify(result ?? null)))
      .catch((error: Error) => response.writeHead(400).end(error.message));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve));
  return server;
}

function answer(parties: readonly ThirdParty[], url: string, text: string): unknown {
  const [, name, what] = url.split('/');
  const party = parties.find((each) => each.name === name);
  if (!party) throw new Error(`there are the stubs ${parties.map((each) => each.name).join(', ')}`);
  if (what === 'behave') return party.behave(readBehaviour(JSON.parse(text)));
  if (what === 'calls' || what === 'count' || what === 'deliveries') return party[what]();
  if (what === 'reset') return party.reset();
  throw new Error(`a stub cannot ${what}`);
}

async function textOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString('utf8');
}
