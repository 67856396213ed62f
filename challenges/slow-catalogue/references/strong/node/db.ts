import postgres from 'postgres';

const url = process.env['DATABASE_URL'] ?? 'postgres://app@127.0.0.1:5432/app';

// More connections than this only take turns on half a core.
export const sql = postgres(url, { max: 6, onnotice: () => {} });
