// proofload-canary-3c9e7b52-41d8-4f6a-9f0e-7a52c1d8e604
import { check, expect, get } from 'proofload/checks';

check('greeting', 'Grace is greeted as Grace', async () => {
  expect((await get('/hello?name=Grace')).json).toEqual({ hello: 'Grace' });
});
