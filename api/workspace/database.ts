// SQL on the database of a workspace, by psql inside the pod: as the role the candidate's service has, and with no more
// rights than a candidate at the terminal.
import { randomBytes } from 'node:crypto';
import type { Pod } from '../sandbox/sandboxes.ts';
import type { QueryResult } from './contract.ts';
import { parseCsv } from './csv.ts';

const statementSeconds = 5;
const deadlineMs = 10_000;
const maxBytes = 1_000_000;
const maxRows = 500;
const maxCell = 2_000;
const maxError = 4_000;

/** Rows come in parts, so that a large table does not fill the memory. */
const script = `export PGOPTIONS="-c statement_timeout=${statementSeconds}s" PGCONNECT_TIMEOUT=3
exec psql "$DATABASE_URL" --no-psqlrc --quiet --csv --pset=null="$1" --set=ON_ERROR_STOP=1 \\
  --set=SHOW_ALL_RESULTS=off --set=FETCH_COUNT=${maxRows} --command="$2" --command="\\echo $1 :ROW_COUNT"`;

/**
 * Runs SQL; several statements are one transaction, and the last one's result is told.
 * @throws SandboxError when psql cannot be run
 */
export async function query(pod: Pod, sql: string): Promise<QueryResult> {
  const mark = `mark-${randomBytes(8).toString('hex')}`;
  const startedAt = performance.now();
  const ran = await pod.run(['sh', '-c', script, 'sh', mark, sql], { deadlineMs, maxBytes });
  const ms = Math.round(performance.now() - startedAt);
  if (ran.timedOut) return failed(ms, `It took longer than ${deadlineMs / 1000} s and was ended.`);
  if (!ran.cut && ran.code !== 0) return failed(ms, ran.stderr.trim().slice(0, maxError));
  return { ...tableOf(ran.stdout, mark), ms, error: null };
}

function failed(ms: number, error: string): QueryResult {
  return { columns: [], rows: [], rowCount: null, truncated: false, ms, error };
}

/**
 * Reads what psql wrote: a table as CSV, unless the statement gave none, and a last line that counts its rows.
 * @param mark stands for null, and at the head of the last line
 */
export function tableOf(output: string, mark: string): Omit<QueryResult, 'ms' | 'error'> {
  const end = output.lastIndexOf(`${mark} `);
  const whole = end >= 0 && /^\d+\n$/.test(output.slice(end + mark.length + 1));
  const records = parseCsv(whole ? output.slice(0, end) : output);
  // What was cut ends in the middle of a row.
  if (!whole) records.pop();
  const [columns = [], ...all] = records;
  const rows = all.slice(0, maxRows).map((row) => row.map((cell) => (cell === mark ? null : shorten(cell))));
  return {
    columns,
    rows,
    rowCount: whole ? Number(output.slice(end + mark.length + 1)) : null,
    truncated: !whole || all.length > maxRows || all.some((row) => row.some((cell) => cell.length > maxCell)),
  };
}

const shorten = (cell: string) => (cell.length > maxCell ? `${cell.slice(0, maxCell)}…` : cell);
