import type { FastifyReply } from 'fastify';

/** What the client did wrong; anything else that is thrown is ours and stays in the log. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, title: string) {
    super(title);
    this.status = status;
    this.type = type;
  }
}

export const badRequest = (title: string) => new Problem(400, 'bad-request', title);
export const notFound = () => new Problem(404, 'not-found', 'There is no such thing');

export function sendProblem(reply: FastifyReply, { status, type, message }: Problem) {
  return reply.code(status).type('application/problem+json').send({ type, title: message, status });
}
