/** An answer that is none, or that is larger than any should be. */
export class Malformed extends Error {
  override name = 'Malformed';
  readonly failure: 'garbage' | 'too-large';

  constructor(failure: 'garbage' | 'too-large') {
    super(failure);
    this.failure = failure;
  }
}
