// What a runner answers the other processes of the platform. It is not for people: only who read the runner's secret from
// the database is let in.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { pipeline, type Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { handleErrors } from '../http/errors.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret } from '../http/secret.ts';
import { serve, type Guard } from '../http/serve.ts';
import { workspaceContract, type TerminalScreen } from './contract.ts';
import type { Workspaces } from './workspaces.ts';

const streamPath =
  /^\/api\/workspaces\/([0-9a-f-]{36})\/(?:connect|terminals\/([12](?:-[0-9a-f]{8})?)\?cols=(\d{1,3})&rows=(\d{1,3}))$/;

/** Serves `workspaces` on `app` to whoever shows `secret`. */
export function workspaceRoutes(app: FastifyInstance, workspaces: Workspaces, secret: string): void {
  const admits = (header: string | undefined) =>
    timingSafeEqual(hashSecret(header ?? ''), hashSecret(`Bearer ${secret}`));
  const guard: Guard = async (_who, request) => {
    if (!admits(request.headers.authorization))
      throw new Problem(401, 'not-signed-in', 'Only the platform itself may call this');
    return {};
  };
  handleErrors(app);
  serve(app, guard, workspaceContract, {
    'GET /api/workspaces/:attemptId': ({ params }) => workspaces.state(params.attemptId),
    'POST /api/workspaces/:attemptId/run': ({ params, body }) =>
      workspaces.run(params.attemptId, body.treeHash),
    'GET /api/workspaces/:attemptId/log': async ({ params }) => ({
      text: await workspaces.log(params.attemptId),
    }),
    'POST /api/workspaces/:attemptId/format': async ({ params, body }) => ({
      formatted: (await workspaces.format(params.attemptId, body.text)) ?? null,
    }),
    'POST /api/workspaces/:attemptId/checks': async ({ params, body }) => ({
      checks: await workspaces.check(params.attemptId, body.treeHash),
    }),
    'POST /api/workspaces/:attemptId/terminals/:screen/size': async ({ params, body }) => {
      await workspaces.resizeTerminal(params.attemptId, params.screen as TerminalScreen, body);
      return {};
    },
    'POST /api/workspaces/:attemptId/query': ({ params, body }) =>
      workspaces.query(params.attemptId, body.sql),
    'POST /api/workspaces/:attemptId/load': ({ params, body }) =>
      workspaces.load(params.attemptId, body.treeHash, body.rps),
  });
  const streams = new Set<Duplex>();
  // A server does not end connections that were upgraded, and would wait for them.
  app.addHook('preClose', async () => streams.forEach((socket) => socket.destroy()));
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    streams.add(socket);
    socket.on('error', () => {}).on('close', () => streams.delete(socket));
    const asked = streamPath.exec(request.url ?? '');
    if (!asked || !admits(request.headers.authorization)) return refuse(socket, 401);
    if (head.length > 0) socket.unshift(head);
    open(workspaces, asked).then(
      (service) => join(socket, service),
      () => refuse(socket, 503),
    );
  });
}

function open(workspaces: Workspaces, [, attemptId, screen, cols, rows]: string[]): Promise<Duplex> {
  if (screen === undefined) return workspaces.connect(attemptId!);
  return workspaces.terminal(attemptId!, screen as TerminalScreen, {
    cols: Number(cols),
    rows: Number(rows),
  });
}

function join(socket: Duplex, service: Duplex): void {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: tcp\r\n\r\n');
  // Each direction ends alone, as on a TCP connection; what breaks ends both.
  const broken = (error: unknown) => {
    if (!error) return;
    socket.destroy();
    service.destroy();
  };
  pipeline(socket, service, broken);
  pipeline(service, socket, broken);
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
