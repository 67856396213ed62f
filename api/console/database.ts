import { Problem } from '../http/problem.ts';
import type { QueryResult } from '../workspace/contract.ts';
import type { DatabaseTable } from './contract.ts';

/** To count more rows takes too long; the database has its own estimate of them. */
const countUpTo = 20_000;

/** One row for each column of each table of the candidate's own. */
export const listTables = `
select t.name, t.rows, t.exact, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  coalesce(a.attnum = any(i.indkey), false)
from (
  select c.oid, c.reltuples <= ${countUpTo} as exact,
    case n.nspname when 'public' then '' else quote_ident(n.nspname) || '.' end || quote_ident(c.relname) as name,
    case when c.reltuples > ${countUpTo} then c.reltuples::bigint else (xpath('/row/n/text()',
      query_to_xml(format('select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')
    ))[1]::text::bigint end as rows
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  order by 3 limit 60
) t
join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
left join pg_index i on i.indrelid = t.oid and i.indisprimary
order by t.name, a.attnum`;

/** @returns the tables that `listTables` found. @throws Problem 502 no-tables, in the words of the database */
export function readTables({ rows, error }: QueryResult): DatabaseTable[] {
  if (error !== null) throw new Problem(502, 'no-tables', error);
  const tables = new Map<string, DatabaseTable>();
  for (const row of rows) {
    const [name = '', count, exact, column, type, required, key] = row.map((cell) => cell ?? '');
    const table = tables.get(name) ?? { name, rows: Number(count) || 0, exact: exact === 't', columns: [] };
    tables.set(name, table);
    table.columns.push({
      name: column ?? '',
      type: type ?? '',
      required: required === 't',
      key: key === 't',
    });
  }
  return [...tables.values()];
}
