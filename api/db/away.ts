/** PostgreSQL does not answer: it is down, starts or stops, cannot be reached, or has no connection to spare. */
export class DatabaseAway extends Error {
  override name = 'DatabaseAway';

  constructor(cause: Error) {
    super(`The database does not answer: ${cause.message}`, { cause });
  }
}

/** SQLSTATE of a server that says so itself: no connection, a shutdown, a start, too many connections. */
const states = /^(08...|57P0[123]|53300)$/;
/** What the operating system says of a connection, such as ECONNREFUSED; ERR_… is Node's own. */
const system = /^E(?!RR_)[A-Z_]+$/;
/** What the library says of one, which gives no code. */
const said =
  /^(Connection terminated|timeout exceeded|Client (was closed|has encountered a connection error))/;

/** @throws DatabaseAway in the place of an error that comes from the connection, and not from what was asked */
export async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof Error && isAway(error) ? new DatabaseAway(error) : error;
  }
}

function isAway({ message, code = '', severity }: Error & { code?: string; severity?: string }): boolean {
  // Only what the server itself says has a severity.
  return severity === undefined ? system.test(code) || said.test(message) : states.test(code);
}
