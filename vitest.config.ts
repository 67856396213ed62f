import { defineConfig } from 'vitest/config';
import { AttackTable } from './test/hostile/table.ts';
import { LongestFirst } from './test/order.ts';

// unit: pure rules, milliseconds. platform: PostgreSQL and the tools themselves. These two go side by side, while the machine
// is made ready for the others. pod: real Docker, which mostly waits.
// grading: what measures, or must be measured beside, a file at a time. web: the built pages in a real browser, without pods.
// What runs on a noisy machine and measures is tried twice; the run names what needed it.
// references: what challenges' authors promise. kill: whole platforms of several processes that lose one. They come in this order.
const measuring = ['test/hostile/bombs.test.ts', 'test/web/journey.e2e.ts'];
const inPods = 'test/{sandbox,runtimes,stubs,drills,own-tests,doctor,challenges,failures,journey}.test.ts';

export default defineConfig({
  test: {
    reporters: ['default', new AttackTable()],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['api/**/*.test.ts', 'web/**/*.test.ts', 'sandboxes/**/*.test.ts'],
          maxWorkers: 4,
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'platform',
          sequence: { groupOrder: 0 },
          include: ['test/*.test.ts'],
          maxWorkers: 4,
          isolate: false,
          exclude: [inPods],
          globalSetup: ['test/support/database.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'pod',
          retry: 1,
          sequence: { groupOrder: 1 },
          include: [inPods, 'test/hostile/*.test.ts'],
          exclude: measuring,
          globalSetup: ['test/support/database.ts'],
          maxWorkers: 4,
          maxConcurrency: 2,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'grading',
          retry: 1,
          sequence: { groupOrder: 2 },
          include: measuring,
          globalSetup: ['test/support/database.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'web',
          retry: 1,
          sequence: { groupOrder: 3 },
          include: ['test/web/*.e2e.ts'],
          exclude: measuring,
          globalSetup: ['test/support/database.ts'],
          maxWorkers: 2,
          expect: { poll: { timeout: 15_000 } },
          // What axe found is told whole.
          chaiConfig: { truncateThreshold: 1000 },
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'references',
          sequence: { groupOrder: 4 },
          include: ['test/references/*.test.ts'],
          maxConcurrency: 2,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'kill',
          sequence: { groupOrder: 5 },
          include: ['test/kill/*.test.ts'],
          maxWorkers: 2,
        },
      },
    ],
  },
});
