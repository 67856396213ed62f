import postgres from 'postgres';

export type Sql = postgres.Sql;
/** A connection inside a transaction, or one outside: the statements of a store take either. */
export type Db = postgres.ISql;

/** Opens a pool. Columns are snake_case in SQL and camelCase here; the keys inside JSON values are left alone. */
export function connect(url: string, max = 10): Sql {
  return postgres(url, {
    max,
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    onnotice: () => undefined,
    connection: { application_name: 'proofload' },
  });
}
