// Four candidates beside each other on the manager's page, of whom one worked in another language.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ManagerSite } from './manager-site.ts';
import { tagsOf } from './pdf.ts';
import { look } from './screen.ts';

export function compareTests(site: () => ManagerSite): void {
  test('they stand by name on one scale, with what differs clearly and what does not, without a rank', async () => {
    const { mia } = site();
    const score = mia.getByRole('region', { name: 'Score' });
    const labels = await score
      .getByRole('img')
      .evaluateAll((images) => images.map((image) => image.getAttribute('aria-label')));
    expect(labels).toEqual([
      'Ada Lovelace: 74 of 100, likely between 69 and 79',
      'Edsger Dijkstra: 45 of 100, likely between 40 and 50',
      'Grace Hopper: 78 of 100, likely between 73 and 83',
    ]);
    expect(await score.getByRole('listitem').allInnerTexts()).toEqual(
      expect.arrayContaining([
        'Ada Lovelace is clearly above Edsger Dijkstra.',
        'Grace Hopper is clearly above Edsger Dijkstra.',
        'Otherwise no clear difference.',
      ]),
    );
    await mia
      .getByRole('region', { name: 'Resilience' })
      .getByText('No clear difference between any of them.')
      .waitFor();
    const left = mia.getByRole('region', { name: 'Not comparable with these' });
    expect(await left.innerText()).toMatch(/Barbara Liskov\s+Another language: python, not node\./);
    expect(await mia.locator('main').innerText()).not.toMatch(/#1|1st|rank \d/i);
    expect(await mia.getByRole('row', { name: /Grace Hopper/ }).innerText()).toMatch(/78 \(73–83\)/);
    await look(mia, 'compare');
  });

  test('an order by a dimension is a choice, is in the address, and survives a reload', async () => {
    const { mia } = site();
    await mia.getByLabel('Order').selectOption('Performance');
    const names = () => mia.getByRole('rowheader').allInnerTexts();
    const expectOrder = () =>
      expect.poll(names, { timeout: 20_000 }).toEqual(['Grace Hopper', 'Ada Lovelace', 'Edsger Dijkstra']);
    await expectOrder();
    await mia.reload();
    await expectOrder();
    await mia.getByRole('button', { name: 'Leave out Barbara Liskov' }).press('Enter');
    await mia.getByRole('region', { name: 'Not comparable with these' }).waitFor({ state: 'detached' });
    expect(await mia.getByLabel('Order').locator('option').allInnerTexts()).not.toContain(
      'By Score, highest first',
    );
  });

  test('the comparison can be taken along as a table and on paper', async () => {
    const { mia } = site();
    const [download] = await Promise.all([
      mia.waitForEvent('download'),
      mia.getByRole('link', { name: 'As CSV' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(/^\ufeff"Candidate",[^\n]*\n"Ada Lovelace",/);
    const { tags, described, text } = await tagsOf(mia, 'compare');
    expect(text).toContain('/StructTreeRoot');
    expect(new Set(tags)).toEqual(new Set(['H1', 'H2', 'L', 'Table', 'TH', 'Figure']));
    expect(described).toBeGreaterThanOrEqual(3 * 6);
  });
}
