import postgres from 'postgres';

const url = process.env['DATABASE_URL'] ?? 'postgres://app@127.0.0.1:5432/app';

// Amounts are bigint in the database and numbers here: 2^53 cents are enough for everybody.
const bigint: postgres.PostgresType<number> = { to: 20, from: [20], serialize: String, parse: Number };

export const sql = postgres(url, { max: 10, types: { bigint }, onnotice: () => {} });

export type Sql = postgres.ISql<{ bigint: number }>;
