// What every stage's contract.ts is made of: a map from 'METHOD /api/path' to who may call it, what it takes
// and what it answers. The web imports these as types only; nothing here runs there.
import type { Static, TSchema } from 'typebox';
import type { Role } from './roles.ts';

/**
 * Who may call a route. `candidate` is the holder of the cookie of the attempt named by `:attemptId`, or, where that is a
 * follow-up, who of the organisation has joined it; `platform` is another process of ours.
 */
export type Who = 'anyone' | 'candidate' | 'platform' | readonly Role[];

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type RouteKey = `${Method} /api/${string}`;

export interface Route {
  who: Who;
  query?: TSchema;
  body?: TSchema;
  /** The one success answer. Fields it does not declare are never sent. */
  response: TSchema;
  /** HTTP status of the success answer; 200 when absent. */
  status?: number;
  /** How often in a minute one attempt may call it, where a call costs more than a look into the database. */
  perMinute?: number;
}

export type Contract = Record<RouteKey, Route>;

type ParamName<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamName<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type Params<Key extends string> = [ParamName<Key>] extends [never]
  ? unknown
  : { params: Record<ParamName<Key>, string> };
type Query<R> = R extends { query: infer S extends TSchema } ? { query: Static<S> } : unknown;
type Body<R> = R extends { body: infer S extends TSchema } ? { body: Static<S> } : unknown;

/** What a caller sends: `params`, `query` and `body`, each only where the route has one. */
export type Input<C, Key extends keyof C & string> = Params<Key> & Query<C[Key]> & Body<C[Key]>;

export type Output<C, Key extends keyof C> = C[Key] extends { response: infer S extends TSchema }
  ? Static<S>
  : never;
