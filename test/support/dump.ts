import type { Sql } from '../../api/db/connect.ts';

/**
 * Reads every row of every table there is, the queue's and those of later migrations too.
 * @returns where a marker stands, as text or as bytes, such as `public.invite.candidate_name: marker`
 */
export async function findMarkers(sql: Sql, markers: readonly string[]): Promise<string[]> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1, 2`;
  const wanted = markers.map((marker) => ({ marker, forms: [marker, Buffer.from(marker).toString('hex')] }));
  const found = new Set<string>();
  for (const { schema, name } of tables) {
    const rows = (await sql.unsafe(`select to_json(t) as row from "${schema}"."${name}" t`)) as {
      row: object;
    }[];
    for (const [column, value] of rows.flatMap(({ row }) => Object.entries(row))) {
      const text = JSON.stringify(value);
      for (const { marker, forms } of wanted)
        if (forms.some((form) => text.includes(form))) found.add(`${schema}.${name}.${column}: ${marker}`);
    }
  }
  return [...found].toSorted();
}
