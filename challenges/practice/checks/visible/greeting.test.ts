import { check, expect, get } from 'proofload/checks';

check('greeting', 'Ada is greeted as Ada', async () => {
  const answer = await get('/hello?name=Ada');
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({ hello: 'Ada' });
});
