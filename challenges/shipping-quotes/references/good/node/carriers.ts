import type { FastifyInstance } from 'fastify';
import { Breaker } from './breaker.ts';
import { Cache } from './cache.ts';
import { Limited } from './call.ts';
import { askKestrel } from './kestrel.ts';
import type { Offer, Question } from './offer.ts';
import { askOverland } from './overland.ts';
import { askPostline } from './postline.ts';

/** Leaves time for the rest of an answer, which must be out after 600 ms. */
const deadlineMs = 420;
/** A price is shown for five seconds at most, and an answer takes a moment. */
const maxAgeMs = 4500;
const maxAnswers = 5000;

type Ask = (question: Question, signal: AbortSignal, leftAlone: () => boolean) => Promise<Offer[]>;

class Carrier {
  readonly name: string;
  readonly breaker = new Breaker();
  readonly #ask: Ask;
  readonly #known = new Cache<Offer[]>(maxAgeMs, maxAnswers);
  readonly #flights = new Map<string, Promise<Offer[] | undefined>>();

  constructor(name: string, ask: Ask) {
    this.name = name;
    this.#ask = ask;
  }

  /** @returns what the carrier offers, undefined when it does not say so in time */
  async offers(question: Question): Promise<Offer[] | undefined> {
    const key = `${question.country}/${question.postcode}/${question.grams}`;
    const known = this.#known.get(key) ?? this.#flights.get(key);
    if (known) return known;
    if (!this.breaker.admits()) return undefined;
    const flight = this.#fly(key, question).finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }

  async #fly(key: string, question: Question): Promise<Offer[] | undefined> {
    const askedAt = Date.now();
    try {
      const leftAlone = () => this.breaker.leavesAlone;
      const offers = await inTime(this.#ask(question, AbortSignal.timeout(deadlineMs), leftAlone));
      this.breaker.succeeded();
      this.#known.set(key, offers, askedAt);
      return offers;
    } catch (error) {
      if (error instanceof Limited) this.breaker.leaveAlone(error.pauseMs);
      else this.breaker.failed();
      return undefined;
    }
  }
}

/** The signal ends what waits for an answer; this ends also what waits for something else, such as a session. */
function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('late')), deadlineMs);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

export const carriers = [
  new Carrier('kestrel', askKestrel),
  new Carrier('postline', askPostline),
  new Carrier('overland', askOverland),
];

export async function carrierRoutes(app: FastifyInstance) {
  app.get('/carriers', async () => ({
    items: carriers.map(({ name, breaker }) => ({ carrier: name, state: breaker.down ? 'down' : 'up' })),
  }));
}
