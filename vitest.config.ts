import { defineConfig } from 'vitest/config';
import { AttackTable } from './test/hostile/table.ts';
import { LongestFirst } from './test/order.ts';

// unit: pure rules, milliseconds. platform: PostgreSQL and the tools themselves. web: the built pages in a real browser, without
// pods. These go while the machine is made ready for the others. pod: real Docker. grading: what measures, with no more beside it
// than the machine has cores. bombs: what must be measured beside, a file at a time.
// What measures on a noisy machine, or waits for a page there, is tried again; the run names what needed it.
// references: what challenges' authors promise. kill: whole platforms of several processes that lose one. They come in this order.
const bombs = 'test/hostile/bombs.test.ts';
const measuring = ['test/{drills,journey,challenges}.test.ts', 'test/web/journey.e2e.ts'];
const panels = 'test/web/panels.e2e.ts';
const inPods = 'test/{sandbox,runtimes,stubs,own-tests,doctor,failures}.test.ts';

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
          maxWorkers: 3,
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'platform',
          sequence: { groupOrder: 0 },
          include: ['test/*.test.ts'],
          maxWorkers: 3,
          isolate: false,
          exclude: [inPods, ...measuring],
          globalSetup: ['test/support/database.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'web',
          retry: 1,
          sequence: { groupOrder: 1 },
          include: ['test/web/*.e2e.ts'],
          exclude: [panels, ...measuring],
          globalSetup: ['test/support/database.ts'],
          maxWorkers: 2,
          expect: { poll: { timeout: 15_000 } },
          // What axe found is told whole.
          chaiConfig: { truncateThreshold: 1000 },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'pod',
          retry: 1,
          sequence: { groupOrder: 2 },
          include: [inPods, panels, 'test/hostile/*.test.ts'],
          exclude: [bombs],
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
          sequence: { groupOrder: 3 },
          include: measuring,
          globalSetup: ['test/support/database.ts'],
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'bombs',
          // It tells a quarter more from the noise of a machine that others use as well.
          retry: 2,
          sequence: { groupOrder: 4 },
          include: [bombs],
          globalSetup: ['test/support/database.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'references',
          sequence: { groupOrder: 5 },
          include: ['test/references/*.test.ts'],
          maxConcurrency: 2,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'kill',
          sequence: { groupOrder: 6 },
          include: ['test/kill/*.test.ts'],
          maxWorkers: 2,
        },
      },
    ],
  },
});
