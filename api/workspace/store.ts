// Which sandboxes there should be, and who has each. All times are the database's own: several machines share it.
import type { Db, Sql } from '../db/connect.ts';

/** Processes that have not said for so long that they are there are gone. */
const silentSeconds = 15;
/** A sandbox that could not be opened for an attempt whose time runs is tried again after so long. */
const retrySeconds = 5;
const channel = 'workspace';

/** Asks for a sandbox, unless there is one or it waits already. Until it is ready, time that runs stands still. */
export async function wantWorkspace(db: Db, attemptId: string, clockRuns: boolean): Promise<void> {
  await db`
    insert into workspace (attempt_id, clock_runs, lost_at)
    values (${attemptId}, ${clockRuns}, case when ${clockRuns} then clock_timestamp() end)
    on conflict (attempt_id) do update set problem = null, wanted_at = excluded.wanted_at
    where workspace.problem is not null`;
  await db`select pg_notify(${channel}, '')`;
}

/** Asks for no sandbox any more: the runner that has it removes it. */
export async function dropWorkspace(db: Db, attemptId: string): Promise<void> {
  await db`delete from workspace where attempt_id = ${attemptId}`;
  await db`select pg_notify(${channel}, '')`;
}

/** Calls `onChange` whenever something was asked for, and after every lost connection. @returns ends that */
export function listenForWorkspaces(sql: Sql, onChange: () => void): Promise<() => Promise<void>> {
  return sql.keep(async (connection) => {
    await connection.unsafe(`listen ${channel}`);
    onChange();
  }, onChange);
}

interface WorkspaceRow {
  attemptId: string;
  process: string | null;
  readyAt: Date | null;
  problem: string | null;
  /** How many wait that will be served no later, itself included; 0 when it does not wait. */
  place: number;
}

export async function findWorkspace(db: Db, attemptId: string): Promise<WorkspaceRow | undefined> {
  const [row] = await db<WorkspaceRow[]>`
    select attempt_id, process, ready_at, problem, (
      select count(*)::int from workspace other
      where other.process is null and workspace.process is null and (other.clock_runs or other.problem is null)
        and (not other.clock_runs, other.wanted_at) <= (not workspace.clock_runs, workspace.wanted_at)
    ) as place
    from workspace where attempt_id = ${attemptId}`;
  return row;
}

/** Gives the sandbox that has waited longest to this process. @returns its attempt, undefined when none waits */
export async function takeWorkspace(db: Db, process: string): Promise<string | undefined> {
  const [row] = await db<{ attemptId: string }[]>`
    update workspace set process = ${process}, ready_at = null
    where attempt_id = (
      select attempt_id from workspace
      where process is null and wanted_at <= clock_timestamp() and (clock_runs or problem is null)
      order by not clock_runs, wanted_at limit 1 for update skip locked)
    returning attempt_id`;
  return row?.attemptId;
}

/** @returns the attempts whose sandbox this process has, or is to have */
export async function listWorkspaces(db: Db, process: string): Promise<string[]> {
  const rows = await db<{ attemptId: string }[]>`select attempt_id from workspace where process = ${process}`;
  return rows.map((row) => row.attemptId);
}

/**
 * The sandbox is there. Inside the caller's transaction nobody else changes its row.
 * @returns since when time stood still for it; undefined when it is no longer this process's
 */
export async function markReady(
  tx: Db,
  attemptId: string,
  process: string,
): Promise<{ lostAt: Date | null } | undefined> {
  const [row] = await tx<{ lostAt: Date | null }[]>`
    select lost_at from workspace where attempt_id = ${attemptId} and process = ${process} for update`;
  if (!row) return undefined;
  await tx`
    update workspace set ready_at = clock_timestamp(), lost_at = null, problem = null, clock_runs = true
    where attempt_id = ${attemptId}`;
  return row;
}

/** The sandbox could not be opened: where time runs it is tried again, else the candidate may. */
export async function markFailed(
  db: Db,
  attemptId: string,
  process: string,
  problem: string,
): Promise<boolean> {
  const rows = await db`
    update workspace set process = null, ready_at = null, problem = ${problem},
      wanted_at = clock_timestamp() + ${retrySeconds} * interval '1 second'
    where attempt_id = ${attemptId} and process = ${process} returning attempt_id`;
  return rows.length === 1;
}

/**
 * This process no longer has the sandbox, through no fault of the candidate: another one is opened.
 * @param sinceMs how long ago it was last there
 */
export async function markLost(db: Db, attemptId: string, process: string, sinceMs: number): Promise<void> {
  await db`
    update workspace set process = null, ready_at = null, wanted_at = clock_timestamp(),
      lost_at = case when clock_runs
        then coalesce(lost_at, clock_timestamp() - ${sinceMs} * interval '1 millisecond') end
    where attempt_id = ${attemptId} and process = ${process}`;
  await db`select pg_notify(${channel}, '')`;
}

/**
 * Takes the sandboxes of processes that are gone away from them. Time has stood still since they were last seen.
 * @param starting name of a process that starts, and so has none
 */
export async function freeLostWorkspaces(db: Db, starting = ''): Promise<void> {
  const rows = await db`
    update workspace set process = null, ready_at = null, wanted_at = clock_timestamp(),
      lost_at = case when clock_runs then coalesce(lost_at, process.seen_at) end
    from process
    where workspace.process = process.name
      and (process.name = ${starting} or process.seen_at < clock_timestamp() - ${silentSeconds} * interval '1 second')
    returning attempt_id`;
  if (rows.length > 0) await db`select pg_notify(${channel}, '')`;
}
