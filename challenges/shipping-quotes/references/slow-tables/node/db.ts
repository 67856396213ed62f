import postgres from 'postgres';

const url = process.env['DATABASE_URL'] ?? 'postgres://app@127.0.0.1:5432/app';

export const sql = postgres(url, { max: 10, onnotice: () => {} });
