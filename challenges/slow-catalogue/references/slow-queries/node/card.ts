import { sql } from './db.ts';

export interface Card {
  id: number;
  name: string;
  brand: string;
  category: string;
  price: number;
  rating: Rating;
}

export interface Rating {
  average: number | null;
  count: number;
}

type Shown = Card & { views: number };

/** Cards of these products, in the order of the ids, one after the other. */
export async function cardsOf(ids: readonly number[]): Promise<Shown[]> {
  const cards: Shown[] = [];
  for (const id of ids) cards.push(await cardOf(id));
  return cards;
}

async function cardOf(id: number): Promise<Shown> {
  const [product] = await sql<{ name: string; brand: string; category_id: number; price: number; views: number }[]>`
    select name, brand, category_id, price, views from products where id = ${id}`;
  const { category_id, ...shown } = product!;
  const [category] = await sql<{ slug: string }[]>`select slug from categories where id = ${category_id}`;
  const [rating] = await sql<Rating[]>`
    select round(avg(stars), 1)::float8 as average, count(*)::integer as count from reviews where product_id = ${id}`;
  return { id, ...shown, category: category!.slug, rating: rating! };
}

export function withoutViews({ views: _views, ...card }: Shown): Card {
  return card;
}
