// The WebSocket of a terminal. It is a route like any other: the guard, the limits and the origin come before it opens.
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Problem } from '../http/problem.ts';
import { attemptLimit, type Guard, type Person } from '../http/serve.ts';
import { TerminalName, TerminalSize, type TerminalScreen } from '../workspace/contract.ts';
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
    /** Who opened it, where it is not the candidate. */
    const persons = new WeakMap<FastifyRequest, Person>();
    const enter = async (request: FastifyRequest) => {
      const { person } = await guard('candidate', request);
      await needs.admit(paramsOf(request).attemptId);
      if (person) persons.set(request, person);
    };
    const spend = attemptLimit(scope, { perMinute: openingsPerMinute });
    scope.route({
      method: 'GET',
      url: '/api/attempts/:attemptId/terminals/:name',
      schema,
      websocket: true,
      preValidation: async (request) => {
        await enter(request);
        await spend(request);
      },
      handler: (socket: BrowserSocket, request) => {
        const screen = screenOf(paramsOf(request).name, persons.get(request));
        return open(socket, request, { ...needs, screen, admit: () => enter(request) });
      },
    });
  });
}

type Params = { attemptId: string; name: TerminalName };
const paramsOf = (request: FastifyRequest) => request.params as Params;

/** @param person who joined the candidate */
function screenOf(name: TerminalName, person?: Person): TerminalScreen {
  return person ? `${name}-${person.id.slice(0, 8)}` : name;
}

interface Opening extends Omit<Needs, 'admit'> {
  screen: TerminalScreen;
  /** @throws Problem when it is no longer the caller's, or does not run */
  admit: () => Promise<void>;
}

async function open(socket: BrowserSocket, request: FastifyRequest, opening: Opening): Promise<void> {
  const { attemptId } = paramsOf(request);
  const { workspaces, screen, admit, opened } = opening;
  // What is typed before the terminal is there waits in the connection.
  socket.pause();
  try {
    const stream = await workspaces.terminal(attemptId, screen, request.query as TerminalSize);
    opened(attemptId).catch((error: unknown) => request.log.error(error));
    joinTerminal(socket, stream, {
      resize: (size) => workspaces.resizeTerminal(attemptId, screen, size),
      admit,
    });
  } catch (error) {
    socket.close(sandboxAway, error instanceof Problem ? error.message.slice(0, 100) : '');
  }
}
