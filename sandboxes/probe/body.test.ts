import { expect, test } from 'vitest';
import { Body, maxBodyBytes } from './body.ts';

test('bytes are joined, and forgotten from the front', () => {
  const body = new Body();
  for (const text of ['one', '', 'two', 'three'.repeat(1000)]) expect(body.add(Buffer.from(text))).toBe(true);
  body.drop(3);
  expect(body.bytes().toString()).toBe(`two${'three'.repeat(1000)}`);
  body.clear();
  expect(body.bytes()).toHaveLength(0);
});

test('one body is bounded, and so are all together until one is cleared', () => {
  const large = Buffer.alloc(maxBodyBytes);
  const bodies: Body[] = [];
  for (let body = new Body(); body.add(large); body = new Body()) bodies.push(body);
  expect(bodies.length).toBeGreaterThan(20);
  expect(bodies.length).toBeLessThan(60);
  expect(bodies[0]!.add(Buffer.alloc(1))).toBe(false);
  for (const body of bodies) body.clear();
  const again = new Body();
  expect(again.add(large)).toBe(true);
  again.clear();
});
