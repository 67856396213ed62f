import assert from 'node:assert/strict';
import test from 'node:test';

void test('it is well', async () => {
  const answer = await fetch('http://127.0.0.1:8080/health');
  assert.deepEqual(await answer.json(), { ok: true });
});
