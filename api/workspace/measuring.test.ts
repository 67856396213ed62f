import { expect, test } from 'vitest';
import { Measuring } from './measuring.ts';

test('practice gives way to a grading, which waits for what has begun', async () => {
  const measuring = new Measuring();
  const order: string[] = [];
  const smoke = Promise.withResolvers<void>();
  const grading = Promise.withResolvers<void>();
  const practising = measuring.smoke(async () => {
    await smoke.promise;
    order.push('smoke');
  });
  const measured = measuring.grading(async () => {
    order.push('grading');
    await grading.promise;
  });
  await expect(measuring.smoke(async () => {})).rejects.toMatchObject({ status: 503, code: 'measuring' });
  smoke.resolve();
  await practising;
  grading.resolve();
  await measured;
  expect(order).toEqual(['smoke', 'grading']);
  await expect(measuring.smoke(async () => 'free')).resolves.toBe('free');
});

test('neither stays when the other fails', async () => {
  const measuring = new Measuring();
  const failing = () => Promise.reject(new Error('no'));
  await expect(measuring.grading(failing)).rejects.toThrow('no');
  await expect(measuring.smoke(failing)).rejects.toThrow('no');
  await expect(measuring.grading(async () => 'fine')).resolves.toBe('fine');
});
