// The order of files when nothing is known of earlier runs, as on a fresh clone: larger ones first, which is mostly right.
// What takes long for its size, since it waits, would come last and have the machine to itself.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const long = /\/test\/(web\/(panels|manager)\.e2e|(doctor|challenges|failures|journey)\.test)\.ts$/;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const isLong = ({ moduleId }: TestSpecification) => Number(long.test(moduleId));
    // oxlint-disable-next-line unicorn/no-array-sort -- it is no array's
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => group(a) - group(b) || isLong(b) - isLong(a));
  }
}
