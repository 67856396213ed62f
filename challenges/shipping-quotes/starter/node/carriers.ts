import type { FastifyInstance } from 'fastify';
import { askKestrel } from './kestrel.ts';
import { askOverland } from './overland.ts';
import { askPostline } from './postline.ts';

/** What we ask a carrier. */
export interface Question {
  country: string;
  postcode: string;
  grams: number;
}

/** What a carrier answers, in our words. */
export interface Offer {
  service: string;
  cents: number;
  days: { min: number; max: number };
}

export const carriers = [
  { name: 'kestrel', ask: askKestrel, url: process.env['KESTREL_URL'], key: process.env['KESTREL_KEY'] },
  { name: 'postline', ask: askPostline, url: process.env['POSTLINE_URL'], key: process.env['POSTLINE_SECRET'] },
  { name: 'overland', ask: askOverland, url: process.env['OVERLAND_URL'], key: process.env['OVERLAND_TOKEN'] },
];

export async function carrierRoutes(app: FastifyInstance) {
  app.get('/carriers', async () => ({
    items: carriers.map(({ name, url, key }) => ({ carrier: name, state: 'up', url, key })),
  }));
}
