// The order of files when nothing is known of earlier runs, as on a fresh clone: larger ones first, which is mostly right.
// What takes long for its size, since it waits, would come last and have the machine to itself.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest of what goes together first. */
const long = [
  'web/manager.e2e',
  'doctor.test',
  'web/panels.e2e',
  'failures.test',
  'drills.test',
  'web/journey.e2e',
  'challenges.test',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    // oxlint-disable-next-line unicorn/no-array-sort -- it is no array's
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => group(a) - group(b) || place(a) - place(b));
  }
}

function place({ moduleId }: TestSpecification): number {
  const index = long.findIndex((file) => moduleId.endsWith(`/test/${file}.ts`));
  return index < 0 ? long.length : index;
}
