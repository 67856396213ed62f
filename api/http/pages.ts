import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendNotFound } from './errors.ts';

/** Serves the built web from `folder`. Any path it does not hold is a page of the web's own router. */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(folder);
  if (built)
    await app.register(fastifyStatic, {
      root: folder,
      // The build leaves a smaller one beside each file that is worth it.
      preCompressed: true,
      setHeaders: (reply, path) => {
        // Names in assets/ hold a hash of their content.
        const cache = path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
        void reply.header('cache-control', cache);
      },
    });
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/^\/(api|assets)\//.test(request.url);
    if (!isPage) return sendNotFound(request, reply);
    if (!built) return reply.code(503).type('text/plain').send('The web is not built yet: npm run build\n');
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}
