import type { FastifyRequest } from 'fastify';
import { badRequest, notFound } from './problem.ts';

const maxId = 2 ** 31 - 1;
const maxAmount = 10_000_000;

export interface WithId {
  Params: { id: string };
}

/** An account's id in a path. @throws Problem 404 for what is none */
export function pathId(text: string): number {
  const id = Number(text);
  if (!/^\d{1,10}$/.test(text) || id < 1 || id > maxId) throw notFound();
  return id;
}

export function bodyId(value: unknown, name: string): number {
  return whole(value, name, maxId);
}

export function amountFrom(value: unknown): number {
  return whole(value, 'amount', maxAmount);
}

export function cardFrom(value: unknown): string {
  if (typeof value === 'string' && /^card_[a-z0-9_]{1,60}$/.test(value)) return value;
  throw badRequest('card must be the token of a card');
}

export function keyFrom(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && /^[\x21-\x7e]{1,100}$/.test(key)) return key;
  throw badRequest('The header Idempotency-Key must hold 1 to 100 characters');
}

export function queryNumber(text: unknown, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text) || Number(text) < 1)
    throw badRequest(`${name} must be a whole number from 1`);
  return Number(text);
}

function whole(value: unknown, name: string, most: number): number {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most) return value as number;
  throw badRequest(`${name} must be a whole number from 1 to ${most}`);
}
