import postgres from 'postgres';

const url = process.env['DATABASE_URL'] ?? 'postgres://app@127.0.0.1:5432/app';

export function connect() {
  return postgres(url, { max: 2, onnotice: () => {} });
}

export type Sql = ReturnType<typeof connect>;

export interface ProductRow {
  id: number;
  category_id: number;
  brand: string;
  name: string;
  description: string;
  price: number;
  stock: number;
  views: number;
  created_at: Date;
}

export interface ReviewRow {
  id: number;
  product_id: number;
  author: string;
  stars: number;
  text: string;
  created_at: Date;
}

export interface CategoryRow {
  id: number;
  slug: string;
  name: string;
}
