// The platform as people meet it. The stages below, in the order of the story, are its table of contents; what runs
// their code is runner.ts.
import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from './clock.ts';
import type { Sql } from './db/connect.ts';
import type { Presence } from './db/presence.ts';
import type { Queue } from './db/queue.ts';
import { Callers } from './http/callers.ts';
import { compileWhenCalled } from './http/compilers.ts';
import { handleErrors } from './http/errors.ts';
import { makeGuard, tokenOf } from './http/guard.ts';
import { describeApi } from './http/openapi.ts';
import { servePages } from './http/pages.ts';
import { hashSecret } from './http/secret.ts';
import type { Seal } from './http/seal.ts';
import { secure } from './http/security.ts';
import { limit } from './http/serve.ts';
import { makeSites } from './http/sites.ts';
import type { Mail } from './mail/mail.ts';
import type { Workspaces } from './workspace/workspaces.ts';
import { personRoutes } from './person/routes.ts';
import { accountRoutes } from './person/account.ts';
import { peopleRoutes } from './person/people.ts';
import type { ProviderSettings } from './person/provider.ts';
import { findPersonBySession } from './person/store.ts';
import { challengeRoutes, type Challenges } from './challenge/routes.ts';
import { publishChallenge } from './challenge/store.ts';
import { inviteRoutes } from './invite/routes.ts';
import { attemptRoutes } from './attempt/routes.ts';
import { holdsAttempt } from './attempt/store.ts';
import { consoleRoutes } from './console/routes.ts';
import { previewRoutes } from './preview/routes.ts';
import { timelineRoutes } from './timeline/routes.ts';
import { submissionRoutes } from './submission/routes.ts';
import { submitOverdue } from './submission/submit.ts';
import { weights } from './grading/dimensions.ts';
import { gradingRoutes } from './grading/routes.ts';
import { scorecardRoutes } from './scorecard/routes.ts';
import { reviewRoutes } from './review/routes.ts';
import { decisionRoutes } from './decision/routes.ts';
import { endOverdue } from './followup/acts.ts';
import { followUpRoutes } from './followup/routes.ts';
import { hasJoined } from './followup/store.ts';
import { compareRoutes } from './compare/routes.ts';
import { shareRoutes } from './share/routes.ts';
import { retain } from './record/retention.ts';
import { recordRoutes } from './record/routes.ts';
import { tokenRoutes } from './token/routes.ts';
import { findBearer } from './token/store.ts';
import { deliverWebhooks, type WebhookTerms } from './webhook/delivering/deliver.ts';
import { webhookDocument } from './webhook/event.ts';
import { webhookRoutes } from './webhook/routes.ts';
import { sealReadable } from './webhook/secrets.ts';

export interface AppParts {
  sql: Sql;
  queue: Queue;
  /** The sandboxes of candidates, here or on other machines. */
  workspaces: Workspaces;
  presence: Presence;
  challenges: Challenges;
  clock: Clock;
  /** How e-mail leaves; undefined where it is not set up. */
  mail: Mail | undefined;
  publicUrl: string;
  /** Addresses of proxies in front, whose word on who calls is taken; without them nobody's is. */
  trustProxy?: string | undefined;
  /** What the hosts of candidates' previews are under, such as preview.localhost:4000; without it there are none. */
  previewHost: string | undefined;
  seal: Seal;
  /** The company's own accounts; undefined where nobody signs in with them. */
  provider: ProviderSettings | undefined;
  /** Where webhooks may go, and how persistently. */
  webhooks: WebhookTerms;
  /** Folder of the built web. */
  webDir: string;
  logLevel: string;
}

const roundMs = 1000;
const tokenPerMinute = 300;
const maxBodyBytes = 7_000_000; // a file of 1 MB whose every byte JSON writes as six

/** Builds the platform. It hands in what is overdue, and tells webhooks, from its start, `app.ready()`, until `app.close()`. */
export async function build(parts: AppParts): Promise<FastifyInstance> {
  const { sql, clock, publicUrl, challenges, logLevel } = parts;
  const sites = makeSites();
  const app = fastify({
    serverFactory: sites.serverFactory,
    logger: { level: logLevel },
    bodyLimit: maxBodyBytes,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    trustProxy: parts.trustProxy ?? false,
  });
  compileWhenCalled(app);
  handleErrors(app);
  const callers = new Callers();
  await secure(app, publicUrl, callers);
  await describeApi(app, webhookDocument);
  await servePages(app, parts.webDir);

  const plain = makeGuard({
    findPerson: (hash) => findPersonBySession(sql, hash, clock()),
    tokens: {
      find: (hash) => findBearer(sql, hash, clock()),
      spend: limit(app, tokenPerMinute, (request) => hashSecret(tokenOf(request)!).toString('hex')),
    },
    holdsAttempt: (id, hash) => holdsAttempt(sql, id, hash),
    hasJoined: (id, personId) => hasJoined(sql, id, personId),
  });
  const guard = callers.noting(plain);
  personRoutes(app, guard, parts);
  accountRoutes(app, guard, parts);
  peopleRoutes(app, guard, parts);
  challengeRoutes(app, guard, challenges);
  inviteRoutes(app, guard, { ...parts, weights });
  attemptRoutes(app, guard, parts);
  consoleRoutes(app, guard, parts);
  previewRoutes(app, guard, { ...parts, sites });
  timelineRoutes(app, guard, parts);
  submissionRoutes(app, guard, parts);
  gradingRoutes(app, guard, parts);
  scorecardRoutes(app, guard, parts);
  reviewRoutes(app, guard, parts);
  decisionRoutes(app, guard, parts);
  followUpRoutes(app, guard, parts);
  compareRoutes(app, guard, parts);
  shareRoutes(app, guard, parts);
  recordRoutes(app, guard, parts);
  tokenRoutes(app, guard, parts);
  webhookRoutes(app, guard, parts);

  keepTime(app, parts);
  return app;
}

/** What goes on by itself. Time that was lost is given back before anybody's time is found to be up. */
function keepTime(app: FastifyInstance, parts: AppParts): void {
  const { sql, queue, presence, challenges, clock, seal } = parts;
  let rounds = Promise.resolve();
  let stopDelivering = () => Promise.resolve();
  const round = async () => {
    await presence.beat();
    await submitOverdue(parts, clock());
    await endOverdue(sql, clock());
  };
  const timer = setInterval(() => {
    rounds = rounds.then(round).catch((error: unknown) => app.log.error(error));
  }, roundMs);
  app.addHook('onReady', async () => {
    await presence.beat();
    for (const challenge of challenges.values()) await publishChallenge(sql, challenge);
    await queue.workDaily(() => retain(sql, clock()));
    await sealReadable(sql, seal);
    stopDelivering = deliverWebhooks({ ...parts, log: app.log });
  });
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await rounds;
    await stopDelivering();
  });
}
