import type { CategoryRow, ProductRow, ReviewRow, Sql } from './db.ts';

/** The small version of a product that every list shows. */
export async function toCard(sql: Sql, product: ProductRow) {
  const [category] = await sql<CategoryRow[]>`select * from categories where id = ${product.category_id}`;
  const reviews = await sql<ReviewRow[]>`select * from reviews where product_id = ${product.id}`;
  return {
    id: product.id,
    name: product.name,
    brand: product.brand,
    category: category?.slug,
    price: product.price,
    rating: rating(reviews),
  };
}

export async function toCards(sql: Sql, products: ProductRow[]) {
  const cards = [];
  for (const product of products) cards.push(await toCard(sql, product));
  return cards;
}

export function rating(reviews: ReviewRow[]) {
  if (reviews.length === 0) return { average: null, count: 0 };
  let sum = 0;
  for (const review of reviews) sum += review.stars;
  return { average: Math.round((sum / reviews.length) * 10) / 10, count: reviews.length };
}

export function toReview(review: ReviewRow) {
  return {
    id: review.id,
    author: review.author,
    stars: review.stars,
    text: review.text,
    createdAt: review.created_at,
  };
}
