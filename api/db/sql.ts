// SQL as tagged templates: what stands in ${} is sent as a parameter and never becomes text, unless it is itself a piece
// of SQL. Columns are snake_case in SQL and camelCase here; the keys inside JSON values are left alone.

/** Sends a statement. @returns its rows */
type Send = (text: string, values: unknown[]) => Promise<object[]>;

/** A statement, sent when it is awaited; inside another one it is a part of it and never sent itself. */
export class Statement<Rows> extends Promise<Rows> {
  // What is made of it by then() is a plain promise.
  static override get [Symbol.species]() {
    return Promise;
  }

  readonly #strings: readonly string[];
  readonly #args: readonly unknown[];
  readonly #send: () => void;
  #sent = false;

  constructor(strings: readonly string[], args: readonly unknown[], send: Send) {
    const { promise, resolve } = Promise.withResolvers<object[]>();
    super((done, failed) => promise.then(done as (rows: object[]) => void, failed));
    this.#strings = strings;
    this.#args = args;
    this.#send = () => {
      const values: unknown[] = [];
      resolve(Promise.try(() => send(this.write(values), values)));
    };
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a promise that begins when somebody waits for it
  override then<Done = Rows, Failed = never>(
    done?: ((rows: Rows) => Done | PromiseLike<Done>) | null,
    failed?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    if (!this.#sent) {
      this.#sent = true;
      this.#send();
    }
    return super.then(done, failed);
  }

  /** @param values takes up the parameters @returns the text, in which each of them has its number */
  write(values: unknown[]): string {
    return this.#strings
      .map((text, index) => (index === 0 ? text : writeArgument(this.#args[index - 1], values) + text))
      .join('');
  }
}

/** The columns and values of a row to insert. */
export class Inserted {
  readonly #row: object;

  constructor(row: object) {
    this.#row = row;
  }

  write(values: unknown[]): string {
    const names = Object.keys(this.#row).map((name) => `"${toSnake(name)}"`);
    const places = Object.values(this.#row).map((value) => writeArgument(value, values));
    return `(${names.join(', ')}) values (${places.join(', ')})`;
  }
}

/** A value that is stored as JSON, or null as no value. Text that PostgreSQL cannot keep loses what it cannot. */
export class Json {
  readonly text: string | null;

  constructor(value: unknown) {
    this.text = value === null ? null : JSON.stringify(value, (_key, each: unknown) => storable(each));
  }
}

/** jsonb holds neither NUL nor half a surrogate pair, and what a candidate's service says may hold both. */
function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\u{fffd}') : value;
}

function writeArgument(value: unknown, values: unknown[]): string {
  if (value instanceof Statement || value instanceof Inserted) return value.write(values);
  if (value === undefined) throw new Error('A statement was given undefined for a value');
  return `$${values.push(value instanceof Json ? value.text : value)}`;
}

function toSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** @returns a column's name as the key of a row */
export function toCamel(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
