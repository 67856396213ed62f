// Reading what the probe printed.
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { SandboxError } from '../sandbox/sandboxes.ts';

/** The probe did not do its part: our failure, never a verdict. */
export class ProbeError extends SandboxError {
  override name = 'ProbeError';
}

/** @returns the line as its schema has it. @throws ProbeError when it is anything else */
export function parseLine<S extends TSchema>(schema: S, line: unknown): Static<S> {
  if (Value.Check(schema, line)) return line;
  const [first] = Value.Errors(schema, line);
  throw new ProbeError(`The probe printed a line we do not know: ${first?.instancePath} ${first?.message}`);
}
