import { check, expect, get } from 'proofload/checks';

check('pulse', 'It lives', async () => {
  expect((await get('/health')).status).toBe(200);
});
