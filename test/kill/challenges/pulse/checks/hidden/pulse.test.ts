// pulse-canary-8d41f6a2c07b
import { check, expect, get } from 'proofload/checks';

check('pulse', 'It still lives', async () => {
  expect((await get('/health')).json).toHaveProperty('pulse');
});
