/** What the client did wrong; anything else that is thrown is ours and stays in the log. */
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
