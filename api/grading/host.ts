import { cpus, release, totalmem } from 'node:os';
import type { Environment } from './report.ts';

/** @returns what a scorecard records of the machine that measured */
export function hostFacts(): Environment['host'] {
  const cores = cpus();
  return {
    cpuModel: cores[0]?.model ?? 'unknown',
    cores: cores.length,
    memoryBytes: totalmem(),
    kernel: release(),
  };
}
