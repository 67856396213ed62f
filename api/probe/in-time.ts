import { ProbeError } from './line.ts';

/** @param who of the probe is waited for. @returns what `work` does. @throws ProbeError when that takes longer than `ms` */
export async function inTime<T>(who: string, work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ProbeError(`${who} did not answer in ${ms} ms`)), ms).unref();
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
