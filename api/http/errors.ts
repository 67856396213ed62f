import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseAway } from '../db/away.ts';
import { Problem, type ProblemBody } from './problem.ts';

/** A database that was killed or restarted is there again after about as long. */
const retrySeconds = 5;

/** Turns whatever was thrown into one readable answer. What nobody foresaw is logged, and sent without its inside. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = asProblem(error);
    if (problem.status >= 500 && !(error instanceof Problem)) request.log.error(error);
    if (error instanceof DatabaseAway) void reply.header('retry-after', String(retrySeconds));
    return send(request, reply, problem);
  });
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return send(request, reply, new Problem(404, 'not-found', 'There is nothing here'));
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseAway)
    return new Problem(503, 'database-away', 'The database does not answer right now. Try again in a moment');
  if (error.validation) return new Problem(400, 'bad-input', `Bad input: ${error.message}`);
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Problem(413, 'body-too-large', 'The request is larger than the platform takes');
  if (error.statusCode === 429) return new Problem(429, 'too-many-requests', error.message);
  if (error.statusCode && error.statusCode < 500)
    return new Problem(error.statusCode, 'bad-request', error.message);
  return new Problem(500, 'internal', 'Something went wrong on our side');
}

function send(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, code, message: title } = problem;
  const body: ProblemBody = { status, code, title, requestId: request.id };
  return reply.code(status).type('application/problem+json').send(body);
}
