import Type from 'typebox';
import { Value } from 'typebox/value';
import { Problem } from '../http/problem.ts';
import type { QueryResult } from '../workspace/contract.ts';
import { DatabaseTable } from './contract.ts';

const Tables = Type.Array(DatabaseTable);

/** One row and column: every table of the candidate's own with its columns, as JSON. Rows are counted, not guessed. */
export const listTables = `
select coalesce(json_agg(t order by t.name), '[]') from (
  select case n.nspname when 'public' then '' else quote_ident(n.nspname) || '.' end || quote_ident(c.relname) as name,
    (xpath('/row/n/text()',
      query_to_xml(format('select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')
    ))[1]::text::bigint as rows,
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'required', a.attnotnull, 'key', coalesce(a.attnum = any(i.indkey), false)) order by a.attnum)
      from pg_attribute a left join pg_index i on i.indrelid = c.oid and i.indisprimary
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
  order by 1 limit 100
) t`;

/** @returns the tables that `listTables` found. @throws Problem 502 no-tables, in the words of the database */
export function readTables({ rows, error, truncated }: QueryResult): DatabaseTable[] {
  const tables = parse(rows[0]?.[0] ?? '');
  if (error !== null || truncated || !Value.Check(Tables, tables))
    throw new Problem(502, 'no-tables', error ?? 'The database has more tables than can be listed');
  return tables;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
