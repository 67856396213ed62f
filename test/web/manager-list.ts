// The list when it has grown: searched, filtered, called back, sent a new link, reminded, and read page by page.
import { expect, test } from 'vitest';
import { eventually } from '../support/app.ts';
import type { ManagerSite } from './manager-site.ts';
import { onPaper } from './pdf.ts';

export function listTests(site: () => ManagerSite): void {
  const dialog = () => site().mia.getByRole('dialog');
  const row = (name: string) => site().mia.getByRole('row').filter({ hasText: name });
  const rows = () => site().mia.getByRole('rowheader').allInnerTexts();
  const button = (name: string) => site().mia.getByRole('button', { name });
  const filter = (name: string) =>
    site()
      .mia.getByRole('group', { name: 'Show by state' })
      .getByRole('button', { name: new RegExp(`^${name}`) });
  const act = async (name: string, what: string) => {
    await button(`Actions for ${name}`).press('Enter');
    await site().mia.getByRole('menuitem', { name: what }).press('Enter');
  };
  const close = () => dialog().getByRole('button', { name: 'Close', exact: true }).press('Enter');

  test('more are shown when they are asked for, and a grading is followed as it goes on', async () => {
    const { manager, mia, url } = site();
    const many = Array.from({ length: 57 }, (_, index) => ({ candidateName: `Candidate ${index}` }));
    const candidates = [
      { candidateName: 'Alan Turing', email: 'alan@example.org' },
      { candidateName: 'Kathleen Booth', email: 'kathleen@example.org' },
      { candidateName: 'Konrad Zuse' },
      ...many,
    ];
    await manager.call('POST /api/invites/batch', { body: { challenge: 'parcels', candidates } });
    await gradeHalf('Candidate 7');
    await mia.goto(`${url}/?state=submitted`);
    await mia.getByText('2 of 4 steps').waitFor();
    await filter('All').press('Enter');
    await expect.poll(rows).toHaveLength(50);
    await button('Show more').press('Enter');
    await expect.poll(rows).toHaveLength(64);
    expect(await button('Show more').count()).toBe(0);
  });

  test('on paper it has names and what is listed, and nothing to press', async () => {
    const { mia } = site();
    await onPaper(mia, 'list', async () => {
      const left = mia.locator('button, input, select').filter({ visible: true });
      expect(await left.allInnerTexts()).toEqual(['All 64']);
      expect(await rows()).toHaveLength(64);
      // A table stays one, with the head that says what its columns are.
      expect(await mia.getByRole('columnheader', { name: 'Result' }).isVisible()).toBe(true);
    });
  });

  /** Gives a candidate a submission whose grading is half done. */
  async function gradeHalf(name: string): Promise<void> {
    const phase = (state: string) => ({ name: state, title: state, state });
    const phases = ['done', 'done', 'running', 'waiting'].map(phase);
    const { sql } = site().platform.database;
    await sql`
      with invited as (select id, challenge_version_id from invite where candidate_name = ${name}),
      kept as (insert into snapshot (hash, entries) values ('half', '[]') returning hash),
      tried as (
        insert into attempt (invite_id, challenge_version_id, secret_hash, opened_at, runtime, started_at, deadline, ended_at)
        select id, challenge_version_id, '', now(), 'node', now(), now(), now() from invited returning id),
      handed_in as (
        insert into submission (attempt_id, snapshot_hash, submitted_at, by_deadline)
        select tried.id, hash, now(), false from tried, kept returning id)
      insert into grading (submission_id, number, job_id, runner, seed, started_at, phases)
      select id, 1, gen_random_uuid(), 'r', 1, now(), ${sql.json(phases)} from handed_in`;
  }

  test('they are searched by name and address, and the address of the page keeps it', async () => {
    const { mia } = site();
    const search = mia.getByRole('searchbox', { name: 'Search by name or e-mail' });
    await search.fill('grace@');
    await expect.poll(rows).toHaveLength(1);
    await expect.poll(() => mia.url()).toContain('search=grace');
    await mia.reload();
    await row('Grace Hopper').waitFor();
    expect(await rows()).toHaveLength(1);
    await search.fill('nobody');
    await mia.getByRole('heading', { name: 'Nobody matches' }).waitFor();
    await button('Show everybody').press('Enter');
    await expect.poll(rows).toHaveLength(50);
    expect(await search.inputValue()).toBe('');
  });

  test('one is called back, and found among those who were', async () => {
    const { mia, url } = site();
    await mia.goto(`${url}/?search=Zuse`);
    await act('Konrad Zuse', 'Call back');
    await dialog().getByText('stops working for good').waitFor();
    await dialog().getByRole('button', { name: 'Call it back' }).press('Enter');
    await dialog().getByText('The invite is called back.').waitFor();
    await close();
    await mia.goto(url);
    await filter('Called back 1').press('Enter');
    await expect.poll(rows).toEqual([expect.stringContaining('Konrad Zuse')]);
    expect(mia.url()).toContain('state=revoked');
    expect(await filter('Called back').getAttribute('aria-pressed')).toBe('true');
  });

  test('one is sent a new link, another is reminded', async () => {
    const { mia, smtp, url } = site();
    const sent = () => smtp.to('alan@example.org').map(({ text }) => /\/invite\/[\w-]{43}/.exec(text)?.[0]);
    await mia.goto(`${url}/?search=example.org`);
    await act('Alan Turing', 'New link');
    await dialog().getByRole('button', { name: 'Send the new link' }).press('Enter');
    await dialog().getByText('The new link goes to alan@example.org.').waitFor();
    await close();
    await eventually(() => expect(new Set(sent()).size).toBe(2));
    await act('Kathleen Booth', 'Remind');
    await dialog().getByRole('button', { name: 'Send the reminder' }).press('Enter');
    await dialog().getByText('The reminder is on its way.').waitFor();
    await close();
    await row('Kathleen Booth')
      .getByText(/^Reminded /)
      .waitFor({ timeout: 30_000 });
  });
}
