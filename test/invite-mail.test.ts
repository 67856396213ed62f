// Invites that go by e-mail, to a real mail server on loopback.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openMail } from '../api/mail/mail.ts';
import {
  Client,
  eventually,
  publicUrl,
  readInvite,
  signIn,
  startPlatform,
  type TestPlatform,
} from './support/app.ts';
import { SmtpServer } from './support/smtp.ts';

const halfDay = 12 * 3_600_000;
let smtp: SmtpServer;
let platform: TestPlatform;
let manager: Client;
beforeAll(async () => {
  smtp = await SmtpServer.open();
  const from = 'Hiring at Brightside <hiring@brightside.example>';
  platform = await startPlatform({ mail: openMail({ url: smtp.url, from }) });
  manager = await signIn(platform);
});
afterAll(async () => {
  await platform?.close();
  await smtp?.close();
});
beforeEach(() => {
  smtp.refuse = undefined;
  smtp.answers = () => true;
});

let count = 0;
async function inviteOne(candidateName = 'Zoë Łukasz', choices = {}) {
  const email = `candidate${++count}@example.com`;
  const { status, body } = await manager.call('POST /api/invites', {
    body: { challenge: 'parcels', candidateName, email, extraTime: 1.5, startBy: daysAhead(30), ...choices },
  });
  expect(status).toBe(201);
  return { email, id: body.invite.id, link: body.link };
}
const daysAhead = (days: number) =>
  new Date(platform.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
const mailOf = async (id: string) => {
  const { invites } = (await manager.call('GET /api/invites', { query: {} })).body;
  return invites.find((each) => each.id === id)!.mail;
};
const arrived = (email: string, howMany = 1) =>
  eventually(() => {
    const messages = smtp.to(email);
    expect(messages).toHaveLength(howMany);
    return messages.at(-1)!;
  });
const becomes = (id: string, state: string) =>
  eventually(async () => expect(await mailOf(id)).toMatchObject({ state }));
const tokenIn = (text: string) => /invite\/([\w-]{43})\n/.exec(text)![1]!;
const open = (token: string) => new Client(platform.app).call('POST /api/invites/open', { body: { token } });
const remind = (inviteId: string) =>
  manager.call('POST /api/invites/:inviteId/reminder', { params: { inviteId } });
const renew = (inviteId: string, body = {}) =>
  manager.call('POST /api/invites/:inviteId/link', { params: { inviteId }, body });

test('the link goes to the candidate alone, and works', async () => {
  const { email, id, link } = await inviteOne();
  expect(link).toBeNull();
  const { from, subject, text } = await arrived(email);
  expect(from).toBe('hiring@brightside.example');
  expect(subject).toBe('Brightside invites you: Lost parcels');
  expect(text).toContain('Hello Zoë Łukasz,');
  expect(text).toContain('You have 90 minutes');
  expect(text).toContain(`${publicUrl}/invite/`);
  await becomes(id, 'sent');
  expect((await readInvite(platform, tokenIn(text))).attemptId).toBeTruthy();
  const { sql } = platform.database;
  const jobs = await sql`select data::text from pgboss.job where name = 'mail'`;
  expect(JSON.stringify(jobs)).not.toContain(tokenIn(text));
});

test('who prefers to hand the link over gets it, and nothing is sent', async () => {
  const { id, link } = await inviteOne('Ada', { sendMail: false });
  expect((await open(link!.split('/').pop()!)).status).toBe(200);
  expect(await mailOf(id)).toBeNull();
});

test('a new link takes the place of the old one', async () => {
  const { email, id } = await inviteOne();
  const first = await arrived(email);
  await becomes(id, 'sent');
  expect((await renew(id)).body.link).toBeNull();
  expect((await open(tokenIn(first.text))).status).toBe(404);
  const second = await arrived(email, 2);
  expect((await open(tokenIn(second.text))).status).toBe(200);
});

test('a server that does not take it now is asked again; it is sent once', async () => {
  let asked = 0;
  smtp.refuse = () => (++asked === 1 ? '451 come back later' : undefined);
  const { email, id } = await inviteOne();
  const { text } = await arrived(email);
  await becomes(id, 'sent');
  expect(asked).toBe(2);
  expect((await open(tokenIn(text))).status).toBe(200);
  expect((await mailOf(id))!.problem).toBeNull();
});

test('an answer that is lost costs nothing: the latest link is the one that works', async () => {
  let answers = 0;
  smtp.answers = () => ++answers > 1;
  const { email, id } = await inviteOne();
  const { text } = await arrived(email, 2);
  await becomes(id, 'sent');
  expect((await open(tokenIn(text))).status).toBe(200);
  expect((await open(tokenIn(smtp.to(email)[0]!.text))).status).toBe(404);
});

test('an address that is refused is told of and not tried again', async () => {
  let asked = 0;
  smtp.refuse = (address) => {
    asked++;
    return `550 no ${address} here`;
  };
  const { email, id } = await inviteOne();
  await becomes(id, 'failed');
  expect(asked).toBe(1);
  const { problem } = (await mailOf(id))!;
  expect(problem).toContain('550');
  expect(problem).not.toContain(email);
  smtp.refuse = undefined;
  await renew(id);
  expect((await open(tokenIn((await arrived(email)).text))).status).toBe(200);
});

test('an invite that is called back before its e-mail went out is not sent', async () => {
  smtp.refuse = () => '451 come back later';
  const { email, id } = await inviteOne();
  await eventually(async () => expect((await mailOf(id))?.problem).toContain('451'));
  await manager.call('POST /api/invites/:inviteId/revocation', { params: { inviteId: id } });
  smtp.refuse = undefined;
  await becomes(id, 'failed');
  expect(smtp.to(email)).toEqual([]);
});

test('a reminder names the day and holds no link; another one has to wait', async () => {
  const { email, id } = await inviteOne();
  const { text } = await arrived(email);
  await becomes(id, 'sent');
  expect((await remind(id)).status).toBe(200);
  const reminder = await arrived(email, 2);
  expect(reminder.subject).toMatch(/^Reminder: Lost parcels, to start by \d/);
  expect(reminder.text).not.toContain('/invite/');
  expect((await remind(id)).problem.code).toBe('reminded-already');
  platform.advance(halfDay);
  expect((await remind(id)).status).toBe(200);
  platform.advance(-halfDay);
  expect((await open(tokenIn(text))).status).toBe(200);
});

test('many that are invited at once are each written to once', async () => {
  const candidates = Array.from({ length: 8 }, (_, index) => ({
    candidateName: `Candidate ${index}`,
    email: `many${index}@example.com`,
  }));
  const body = { challenge: 'parcels', candidates };
  expect((await manager.call('POST /api/invites/batch', { body })).body.made.map(({ link }) => link)).toEqual(
    Array<null>(8).fill(null),
  );
  expect((await manager.call('POST /api/invites/batch', { body })).problem.code).toBe('invited-already');
  const toMany = () => smtp.received.filter(({ to }) => to.startsWith('many'));
  await eventually(() => expect(toMany()).toHaveLength(8));
  expect(new Set(toMany().map(({ to }) => to)).size).toBe(8);
});
