import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

// unit: pure rules, milliseconds. platform: PostgreSQL and the tools themselves. pod: real Docker. web: the built pages
// in a real browser. kill: whole platforms of several processes that lose one. They come in this order, most of them a
// file at a time: pods and gradings need the cores.
export default defineConfig({
  root,
  test: {
    root,
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          root,
          include: ['api/**/*.test.ts', 'web/**/*.test.ts', 'sandboxes/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'platform',
          sequence: { groupOrder: 0 },
          root,
          include: ['test/*.test.ts'],
          exclude: ['test/{sandbox,stubs,doctor,challenges,failures,journey}.test.ts'],
          globalSetup: ['test/support/database.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'pod',
          sequence: { groupOrder: 1 },
          root,
          include: ['test/{sandbox,stubs,doctor,challenges,failures}.test.ts', 'test/hostile/*.test.ts'],
          globalSetup: ['test/support/database.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'web',
          sequence: { groupOrder: 2 },
          root,
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
          sequence: { groupOrder: 3 },
          root,
          include: ['test/kill/*.test.ts'],
          maxWorkers: 2,
        },
      },
    ],
  },
});
