import type { FastifyInstance } from 'fastify';
import { askKestrel } from './kestrel.ts';
import type { Offer, Question } from './offer.ts';
import { askOverland } from './overland.ts';
import { askPostline } from './postline.ts';

type Ask = (question: Question, signal: AbortSignal) => Promise<Offer[]>;

class Carrier {
  readonly name: string;
  readonly #ask: Ask;

  constructor(name: string, ask: Ask) {
    this.name = name;
    this.#ask = ask;
  }

  /** @returns what the carrier offers, undefined when it fails */
  async offers(question: Question): Promise<Offer[] | undefined> {
    try {
      return await this.#ask(question, new AbortController().signal);
    } catch {
      return undefined;
    }
  }
}

export const carriers = [
  new Carrier('kestrel', askKestrel),
  new Carrier('postline', askPostline),
  new Carrier('overland', askOverland),
];

export async function carrierRoutes(app: FastifyInstance) {
  app.get('/carriers', async () => ({ items: carriers.map(({ name }) => ({ carrier: name, state: 'up' })) }));
}
