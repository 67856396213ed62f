// People read the code of a candidate whom nobody names: two, of whom one does not answer and is replaced, and a third where
// they differ. Then somebody decides. All of it by keyboard.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { tabTo } from './focus.ts';
import type { ManagerSite } from './manager-site.ts';
import { look } from './screen.ts';

const statements = {
  counted: 'Parcels are counted in one place.',
  dropped: 'An error is caught and dropped somewhere.',
  named: 'The limits of the brief stand under a name.',
};
type Said = Partial<Record<keyof typeof statements, string>>;

async function answer(page: Page, said: Said): Promise<void> {
  for (const [item, option] of Object.entries(said)) {
    const group = page.getByRole('radiogroup', { name: statements[item as keyof Said] });
    await group.getByRole('radio', { name: option }).focus();
    await page.keyboard.press('Space');
  }
}

/** Walks to the button by the Tab key alone, and presses it. */
async function handIn(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: 'Hand in', exact: true }));
  await page.keyboard.press('Enter');
}

/** @param scorecard the address of the scorecard that the manager has before them */
export function reviewTests(site: () => ManagerSite, scorecard: () => string): void {
  let ann: Page;

  /** Opens the one review that somebody is asked for. */
  async function openReview(page: Page): Promise<Page> {
    await page.goto(`${site().url}/reviews`);
    await page.getByRole('link', { name: /^Candidate [0-9A-F]{6}$/ }).press('Enter');
    await page.getByText('// limit = 40').first().waitFor();
    return page;
  }

  async function openScorecard(): Promise<Page> {
    const { mia } = site();
    await mia.goto(scorecard());
    await mia.getByRole('heading', { name: 'Read by people' }).waitFor();
    return mia;
  }

  /** Presses a button of the scorecard. */
  const enter = (name: string) => site().mia.getByRole('button', { name, exact: true }).press('Enter');

  test('two are asked, and each reads without knowing whose code it is', async () => {
    const { mia, open, readers, url } = site();
    await enter('Ask two people');
    await mia.getByText('0 of 2 have answered').waitFor();
    ann = await open(readers.ann);
    await ann.goto(url);
    await ann.getByRole('heading', { name: 'To review' }).waitFor();
    await openReview(ann);
    expect(await ann.locator('body').innerText()).not.toContain('Lovelace');
    await answer(ann, { counted: 'True', named: 'True' });
    await handIn(ann);
    await ann.getByText('This has no answer yet.').waitFor();
    await look(ann, 'review-form');
    await ann.reload();
    await ann.getByText('2 of 3 statements answered').waitFor();
    await answer(ann, { dropped: 'False' });
    await handIn(ann);
    await ann.getByText('Thank you, this is handed in.').waitFor();
  });

  test('who does not answer is replaced, and what they had filled in is refused', async () => {
    const { open, readers } = site();
    const ben = await openReview(await open(readers.ben));
    await answer(ben, { counted: 'False', named: 'False', dropped: 'True' });
    const mia = await openScorecard();
    await mia.getByText('Waiting for Ben, asked').waitFor();
    await mia.getByText('Ask somebody else instead').press('Enter');
    await look(mia, 'review-hand-over', 'narrow');
    await mia.getByLabel('Ask', { exact: true }).selectOption('Cleo');
    await enter('Hand it over');
    await mia.getByText('Waiting for Cleo, asked').waitFor();
    await handIn(ben);
    await ben.getByRole('alert').getByText('Somebody else was asked to read this in your place').waitFor();
    await ben.reload();
    await ben.getByRole('heading', { name: 'This is not yours to read any more' }).waitFor();
    await look(ben, 'review-handed-over', 'narrow');
    await ben.context().close();
  });

  test('the two are compared when both are in, and a third decides where they differ', async () => {
    const { open, readers } = site();
    const cleo = await openReview(await open(readers.cleo));
    await answer(cleo, { counted: 'Cannot tell', named: 'True', dropped: 'False' });
    await cleo
      .getByRole('textbox', { name: `Note on “${statements.counted}”` })
      .fill('Two places, see server.js');
    await handIn(cleo);
    await cleo.getByText('Both are in.').waitFor();
    await cleo.getByText('Ann: True').first().waitFor();
    await cleo.context().close();

    const mia = await openScorecard();
    await mia.getByText('They differ on 1 statement.').first().waitFor();
    await mia.getByLabel('Third').selectOption('Dan');
    await enter('Ask a third');
    await mia.getByText('A third person has been asked').waitFor();

    const dan = await openReview(await open(readers.dan));
    expect(await dan.getByRole('radiogroup').count()).toBe(1);
    await answer(dan, { counted: 'True' });
    await handIn(dan);
    await dan.getByText('Dan: True').waitFor();
    await dan.context().close();
    await openScorecard();
    await mia.getByText('3 of 3 answers as one hopes').waitFor();
    await mia.getByText('The two said the same of 2 of 3 statements.').waitFor();
  });

  test('a person’s view stands beside the measured one, and a decision with its reason tells reviewers the name', async () => {
    const { mia, url } = site();
    await mia.getByText('See a measured value otherwise').press('Enter');
    await mia.getByRole('combobox', { name: 'How you see it' }).selectOption('Solid');
    await mia
      .getByRole('textbox', { name: 'Why' })
      .last()
      .fill('The failed check was not told in the brief.');
    await enter('Add this view');
    await mia.getByTestId('override-overall').getByText('Solid').waitFor();
    const bands = mia.getByRole('list', { name: 'Overall band' });
    expect(await bands.locator('[aria-current]').innerText()).toContain('Meets minimum');

    await enter('Decide');
    await mia.getByText('Choose one.').waitFor();
    const decision = mia.getByRole('radiogroup', { name: 'Decision' });
    await decision.getByRole('radio', { name: 'Invite to an interview' }).focus();
    await mia.keyboard.press('Space');
    await mia.getByRole('textbox', { name: 'Why' }).first().fill('It held three times the traffic.');
    await enter('Decide');
    await mia.getByTestId('verdict').getByText('Invite to an interview').waitFor();
    await look(mia, 'review-scorecard', 'wide');

    await ann.goto(`${url}/reviews`);
    const answered = ann.getByRole('region', { name: 'What you have answered' });
    await answered.getByText('Ada Lovelace').waitFor();
    await look(ann, 'reviews');
    await answered.getByRole('link').press('Enter');
    await ann.getByText('It was the code of Ada Lovelace.').waitFor();
    await look(ann, 'review-compared', 'wide');
    await ann.context().close();
  });
}
