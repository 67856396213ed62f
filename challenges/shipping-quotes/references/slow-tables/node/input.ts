import { Problem } from './problem.ts';

const maxId = 2 ** 31 - 1;

export interface Item {
  productId: number;
  quantity: number;
}

export function customerFrom(headers: Record<string, unknown>): number {
  const text = String(headers['x-customer']);
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > maxId) throw new Problem(401, 'who is there?');
  return Number(text);
}

export function idFrom(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > maxId) {
    throw new Problem(400, 'id must be a positive whole number');
  }
  return Number(text);
}

export function basketFrom(body: unknown): { addressId: number; items: Item[] } {
  const { addressId, items } = (body ?? {}) as { addressId?: unknown; items?: unknown };
  if (!isWhole(addressId, maxId)) throw new Problem(400, 'addressId must be a positive whole number');
  if (!Array.isArray(items) || items.length < 1 || items.length > 20) {
    throw new Problem(400, 'items must hold 1 to 20 products');
  }
  const clean = items.map(itemFrom);
  if (new Set(clean.map((item) => item.productId)).size < clean.length) {
    throw new Problem(400, 'a product may stand in items once');
  }
  return { addressId, items: clean };
}

function itemFrom(item: Partial<Item> | null): Item {
  if (!isWhole(item?.productId, maxId)) throw new Problem(400, 'productId must be a positive whole number');
  if (!isWhole(item.quantity, 99)) throw new Problem(400, 'quantity must be a whole number from 1 to 99');
  return { productId: item.productId, quantity: item.quantity };
}

export function choiceFrom(body: unknown): { carrier: string; service: string; cents: number } {
  const { carrier, service, cents } = (body ?? {}) as Record<string, unknown>;
  if (typeof carrier !== 'string' || typeof service !== 'string') {
    throw new Problem(400, 'carrier and service must be text');
  }
  if (!isWhole(cents, maxId)) throw new Problem(400, 'cents must be a positive whole number');
  return { carrier, service, cents };
}

export function isWhole(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}
