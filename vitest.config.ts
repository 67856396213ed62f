import { defineConfig } from 'vitest/config';
import { AttackTable } from './test/hostile/table.ts';

// unit: pure rules, milliseconds. platform: PostgreSQL and the tools themselves. pod: real Docker. hostile: attacks on the
// whole. web: the built pages in a real browser. kill: whole platforms of several processes that lose one. They come in
// this order, most of them a file at a time: pods and gradings need the cores.
export default defineConfig({
  test: {
    reporters: ['default', new AttackTable()],
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['api/**/*.test.ts', 'web/**/*.test.ts', 'sandboxes/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'platform',
          sequence: { groupOrder: 0 },
          include: ['test/*.test.ts'],
          exclude: ['test/{sandbox,stubs,drills,doctor,challenges,failures,journey}.test.ts'],
          globalSetup: ['test/support/database.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'pod',
          sequence: { groupOrder: 1 },
          include: ['test/{sandbox,stubs,drills,doctor,challenges,failures}.test.ts'],
          globalSetup: ['test/support/database.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'hostile',
          sequence: { groupOrder: 2 },
          include: ['test/hostile/*.test.ts'],
          globalSetup: ['test/support/database.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'web',
          sequence: { groupOrder: 3 },
          include: ['test/journey.test.ts', 'test/web/*.e2e.ts'],
          globalSetup: ['test/support/database.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'kill',
          sequence: { groupOrder: 4 },
          include: ['test/kill/*.test.ts'],
          maxWorkers: 2,
        },
      },
    ],
  },
});
