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

interface CardRow {
  id: number;
  name: string;
  brand: string;
  category: string;
  price: number;
  views: number;
  average: number | null;
  count: number;
}

/** Cards of these products, in the order of the ids. */
export async function cardsOf(ids: readonly number[]): Promise<(Card & { views: number })[]> {
  if (ids.length === 0) return [];
  const rows = await sql<CardRow[]>`
    select p.id, p.name, p.brand, c.slug as category, p.price, p.views, r.average, r.count
    from unnest(${ids as number[]}::integer[]) with ordinality as wanted (id, place)
    join products p on p.id = wanted.id
    join categories c on c.id = p.category_id
    cross join lateral (
      select round(avg(stars), 1)::float8 as average, count(*)::integer as count
      from reviews where product_id = p.id
    ) r
    order by wanted.place`;
  return rows.map(({ average, count, ...row }) => ({ ...row, rating: { average, count } }));
}

export function withoutViews({ views: _views, ...card }: Card & { views: number }): Card {
  return card;
}
