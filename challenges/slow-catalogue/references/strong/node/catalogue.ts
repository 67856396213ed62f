// What only the nightly import changes, and that stops the service: once read, it stays true.
import { sql } from './db.ts';
import { Bounded } from './memory.ts';

export interface Rating {
  average: number | null;
  count: number;
}

/** A product's item without its price, which moves. */
export interface Card {
  id: number;
  name: string;
  brand: string;
  category: string;
  rating: Rating;
}

export interface Category {
  id: number;
  slug: string;
  name: string;
}

export interface Page extends Omit<Card, 'category'> {
  description: string;
  category: Category;
  reviews: Review[];
  related: { id: number; name: string }[];
}

export interface Review {
  id: number;
  author: string;
  stars: number;
  text: string;
  createdAt: Date;
}

interface CardRow {
  id: number;
  name: string;
  brand: string;
  category_id: number;
  average: number | null;
  count: number;
}

const categories = new Map<number, Category>();
const totals = new Map<number | undefined, number>();
// All of them: 200,000 small objects are some 60 MB, and every list needs two dozen.
const cards = new Map<number, Card>();
const pages = new Bounded<number, Page>(10_000);

/** Reads what every request needs. */
export async function open(): Promise<void> {
  for (const { id, slug, name } of await sql<Category[]>`select id, slug, name from categories`) {
    categories.set(id, { id, slug, name });
  }
  const counts = await sql<{ id: number; count: number }[]>`
    select category_id as id, count(*)::integer as count from products group by category_id`;
  for (const { id, count } of counts) totals.set(id, count);
  totals.set(
    undefined,
    counts.reduce((sum, { count }) => sum + count, 0),
  );
  const rows = sql<CardRow[]>`
    select p.id, p.name, p.brand, p.category_id, r.average, coalesce(r.count, 0) as count
    from products p left join (
      select product_id, round(avg(stars), 1)::float8 as average, count(*)::integer as count
      from reviews group by product_id
    ) r on r.product_id = p.id`;
  await rows.cursor(5000, (batch) => {
    for (const row of batch) cards.set(row.id, toCard(row));
  });
}

export const category = (id: number): Category | undefined => categories.get(id);
export const totalOf = (categoryId: number | undefined): number => totals.get(categoryId) ?? 0;

export const card = (id: number): Card | undefined => cards.get(id);

function toCard({ id, name, brand, category_id, average, count }: CardRow): Card {
  return { id, name, brand, category: categories.get(category_id)!.slug, rating: { average, count } };
}

/** What a product page shows, except price, stock and views. */
export async function pageOf(id: number): Promise<Page | undefined> {
  const known = pages.get(id);
  if (known) return known;
  const found = cards.get(id);
  if (!found) return undefined;
  const [[row], reviews, related] = await Promise.all([
    sql<{ description: string; category_id: number }[]>`
      select description, category_id from products where id = ${id}`,
    newestReviews(id, undefined, 5),
    sql<{ id: number; name: string }[]>`
      select p.id, p.name
      from products this join products p on p.category_id = this.category_id and p.brand = this.brand
      where this.id = ${id} and p.id <> ${id}
      order by p.id desc limit 6`,
  ]);
  const { description, category_id } = row!;
  const page = { ...found, description, category: categories.get(category_id)!, reviews, related };
  pages.set(id, page);
  return page;
}

export async function newestReviews(productId: number, before: number | undefined, limit: number): Promise<Review[]> {
  const rows = await sql<(Omit<Review, 'createdAt'> & { created_at: Date })[]>`
    select id, author, stars, text, created_at from reviews
    where product_id = ${productId} and id < ${before ?? 2 ** 31 - 1}
    order by id desc limit ${limit}`;
  return rows.map(({ created_at, ...review }) => ({ ...review, createdAt: created_at }));
}
