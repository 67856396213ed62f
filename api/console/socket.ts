// The WebSocket of a terminal. It is a route like any other: the guard, the limits and the origin come before it opens.
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Problem } from '../http/problem.ts';
import { attemptLimit, type Guard } from '../http/serve.ts';
import { TerminalName, TerminalSize } from '../workspace/contract.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { joinTerminal, sandboxAway, type BrowserSocket } from './terminal.ts';

const maxMessageBytes = 65_536;
/** Each opening starts a program in the sandbox. */
const openingsPerMinute = 60;

interface Needs {
  workspaces: Pick<Workspaces, 'terminal' | 'resizeTerminal'>;
  /** @throws Problem when the attempt does not run, or no longer */
  admit: (attemptId: string) => Promise<void>;
  /** Told of each that was opened. */
  opened: (attemptId: string) => Promise<void>;
}

const schema = {
  params: Type.Object({ attemptId: Type.String({ format: 'uuid' }), name: TerminalName }),
  querystring: TerminalSize,
};

export function terminalRoute(app: FastifyInstance, guard: Guard, needs: Needs): void {
  void app.register(async (scope) => {
    await scope.register(websocket, {
      options: { maxPayload: maxMessageBytes },
      errorHandler: (_error, socket: BrowserSocket) => socket.terminate(),
      preClose: function (this: FastifyInstance, done) {
        for (const client of this.websocketServer.clients as Set<BrowserSocket>) client.terminate();
        done();
      },
    });
    const spend = attemptLimit(scope, { perMinute: openingsPerMinute });
    scope.route({
      method: 'GET',
      url: '/api/attempts/:attemptId/terminals/:name',
      schema,
      websocket: true,
      preValidation: async (request) => {
        await guard('candidate', request);
        await spend(request);
        await needs.admit(paramsOf(request).attemptId);
      },
      handler: (socket: BrowserSocket, request) => open(socket, request, needs),
    });
  });
}

type Params = { attemptId: string; name: TerminalName };
const paramsOf = (request: FastifyRequest) => request.params as Params;

async function open(socket: BrowserSocket, request: FastifyRequest, needs: Needs): Promise<void> {
  const { attemptId, name } = paramsOf(request);
  const { workspaces, admit, opened } = needs;
  // What is typed before the terminal is there waits in the connection.
  socket.pause();
  try {
    const stream = await workspaces.terminal(attemptId, name, request.query as TerminalSize);
    opened(attemptId).catch((error: unknown) => request.log.error(error));
    joinTerminal(socket, stream, {
      resize: (size) => workspaces.resizeTerminal(attemptId, name, size),
      admit: () => admit(attemptId),
    });
  } catch (error) {
    socket.close(sandboxAway, error instanceof Problem ? error.message.slice(0, 100) : '');
  }
}
