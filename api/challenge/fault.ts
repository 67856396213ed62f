/** One thing that is wrong in a challenge's folder. */
export interface Fault {
  /** Relative to the challenge's folder. */
  file: string;
  /** Counted from 1; absent when the fault is about a whole file or folder. */
  line?: number;
  /** Where in the YAML, such as goal.ms. */
  path?: string;
  expected: string;
  actual: string;
}

/** Everything that is wrong with one challenge. */
export class ManifestError extends Error {
  override name = 'ManifestError';
  readonly faults: readonly Fault[];

  constructor(slug: string, faults: readonly Fault[]) {
    super(faults.map((fault) => describe(slug, fault)).join('\n'));
    this.faults = faults;
  }
}

function describe(slug: string, { file, line, path, expected, actual }: Fault): string {
  const place = [slug, file].join('/') + (line === undefined ? '' : `:${line}`);
  return `${place}: ${path ? `${path}: ` : ''}expected ${expected}, got ${actual}`;
}
