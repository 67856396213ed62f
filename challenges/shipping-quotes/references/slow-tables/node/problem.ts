/** What the client may know of an error; anything else that is thrown stays in the log. */
export class Problem extends Error {
  readonly status: number;
  readonly extra: object;

  constructor(status: number, message: string, extra: object = {}) {
    super(message);
    this.status = status;
    this.extra = extra;
  }
}

export const notFound = () => new Problem(404, 'not found');
