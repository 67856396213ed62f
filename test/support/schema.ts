import type { Sql } from '../../api/db/connect.ts';

/** @returns the present shape of the database as readable SQL, one table after another */
export async function dumpSchema(sql: Sql): Promise<string> {
  const tables = await sql<{ name: string; oid: number }[]>`
    select relname as name, oid::int from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname collate "C"`;
  const parts = [];
  for (const { name, oid } of tables) parts.push(await dumpTable(sql, name, oid));
  return parts.join('\n');
}

async function dumpTable(sql: Sql, name: string, oid: number): Promise<string> {
  const columns = await sql<{ line: string }[]>`
    select concat_ws(' ', attname, format_type(atttypid, atttypmod),
      case when attnotnull then 'not null' end,
      case when attidentity = 'a' then 'generated always as identity' end,
      'default ' || pg_get_expr(adbin, adrelid)) as line
    from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attrelid = ${oid} and attnum > 0 and not attisdropped order by attnum`;
  const constraints = await sql<{ line: string }[]>`
    select pg_get_constraintdef(oid) as line from pg_constraint
    where conrelid = ${oid} and contype <> 'n' order by contype = 'p' desc, conname collate "C"`;
  const indexes = await sql<{ line: string }[]>`
    select pg_get_indexdef(indexrelid) || ';' as line from pg_index
    where indrelid = ${oid} and not exists (select from pg_constraint where conindid = indexrelid)
    order by 1`;
  const triggers = await sql<{ line: string }[]>`
    select pg_get_triggerdef(oid) || ';' as line from pg_trigger
    where tgrelid = ${oid} and not tgisinternal order by tgname collate "C"`;
  const inside = [...columns, ...constraints].map(({ line }) => `  ${line}`).join(',\n');
  return [
    `create table ${name} (\n${inside}\n);`,
    ...[...indexes, ...triggers].map(({ line }) => line),
    '',
  ].join('\n');
}
