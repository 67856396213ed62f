/** What the doctor says of one thing it looked at, in sentences for an operator. */
export interface Finding {
  id: string;
  /** A protection keeps candidates' code in; a fact is something of the machine an operator should know. */
  kind: 'protection' | 'fact';
  group: string;
  what: string;
  result: 'ok' | 'warning' | 'failed';
  seen: string;
  why: string;
  mend: string;
  /** It counts as failed because it could not be looked at. */
  unseen?: true;
}

/** Something that must hold in every pod, and how to tell from evidence of type E that it does not. */
export interface Protection<E> {
  id: string;
  what: string;
  why: string;
  mend: string;
  /** @returns everything seen that should not be; empty when the protection holds */
  faults: (evidence: E) => string[];
}

const shownFaults = 6;

/** Gathers the evidence of a group and judges its protections. What could not be looked at does not hold. */
export async function judge<E>(
  group: string,
  gather: () => Promise<E>,
  protections: Protection<E>[],
): Promise<Finding[]> {
  const evidence = await gather().then(
    (value) => ({ value }),
    (error: Error) => ({ error }),
  );
  return protections.map(({ faults, ...protection }) => {
    const found =
      'error' in evidence ? [`could not be looked at: ${evidence.error.message}`] : faults(evidence.value);
    return {
      ...protection,
      kind: 'protection',
      group,
      result: found.length > 0 ? 'failed' : 'ok',
      seen: found.length > 0 ? summary(found) : 'proved',
      ...('error' in evidence && { unseen: true }),
    };
  });
}

function summary(faults: string[]): string {
  const shown = faults.slice(0, shownFaults);
  const more = faults.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
