// One process of four is killed without a word at each step of opening a workspace and of a grading, and started again.
// Nothing that was saved is lost, nothing that was opened stays, and nobody's clock runs meanwhile.
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { eventually, Platform, type Victim } from './platform.ts';
import { Story, type Candidate } from './story.ts';

const deadlineMs = 300_000;
/** More than this beyond what a candidate waited is not given back. */
const spareSeconds = 5;

/** Tells the stories of a platform that loses `victim`. */
export function killMatrix(victim: Victim): void {
  describe(`${victim} is killed`, { timeout: deadlineMs }, () => {
    let platform: Platform;
    let story: Story;
    let candidate: Candidate;
    let submissionId: string | undefined;
    beforeAll(async () => {
      platform = await Platform.start(victim);
      story = await Story.begin(platform, victim);
    }, deadlineMs);
    afterAll(() => platform?.remove(), deadlineMs);

    const step = (name: string, act: () => Promise<void>) =>
      // oxlint-disable-next-line vitest/valid-title -- the caller's
      test(name, async () => {
        onTestFailed(() => console.error(platform.output));
        await act();
      });

    /** A new candidate comes, and the victim is killed at a moment of opening the workspace. */
    const whileOpening = async (moment: () => Promise<void>) => {
      candidate = await story.arrive();
      await moment();
      await story.kill();
      await story.running(candidate, 'first');
      await story.save(candidate, 'notes/kept.txt', `kept by ${candidate.attemptId}`);
      await story.expectSavedFiles(candidate);
      await story.expectFairClock(candidate);
    };

    /** What a candidate sees while the victim is dead. */
    const meanwhile = async () => {
      if (victim === 'api') return;
      const askedAt = performance.now();
      const params = { attemptId: candidate.attemptId };
      const answer = await candidate.visitor.ask('GET /api/attempts/:attemptId', { params });
      expect(performance.now() - askedAt).toBeLessThan(3000);
      expect(answer.status).toBe(victim === 'postgres' ? 503 : 200);
      if (victim === 'postgres') return;
      expect(await answer.json()).toMatchObject({ state: 'running', workspace: { sandbox: 'failed' } });
      await story.save(candidate, 'meanwhile.txt', 'saved while there was no sandbox');
    };

    step('when a sandbox was asked for', async () => {
      await whileOpening(() => Promise.resolve());
      await story.leave(candidate);
    });

    step('when the first container of the sandbox appeared', async () => {
      await whileOpening(() => story.appears(candidate, () => true));
      await story.leave(candidate);
    });

    step('when the workspace runs but the service does not', () =>
      whileOpening(() =>
        story.appears(candidate, (part, state) => part === 'workspace' && state === 'running'),
      ),
    );

    step('when the clock runs and files are being saved', async () => {
      await story.deploy(candidate, 'second');
      const saving = story.save(candidate, 'under-way.txt', 'sent when it was killed');
      const gap = await story.kill(() => meanwhile());
      await saving;
      await story.running(candidate, 'second');
      const waited = (Date.now() - gap.at.getTime()) / 1000;
      await story.expectSavedFiles(candidate);
      await story.expectFairClock(candidate);
      const reason = victim === 'runner' || victim === 'dockerd' ? 'sandbox' : 'platform';
      // The API gives a silence back at its next beat.
      const credited = await eventually(async () => {
        const outages = await story.credited(candidate, gap);
        expect(outages.map((outage) => outage.reason)).toContain(reason);
        return outages;
      });
      const seconds = credited.reduce((sum, outage) => sum + outage.seconds, 0);
      expect(seconds).toBeGreaterThanOrEqual(gap.seconds);
      expect(seconds).toBeLessThan(waited + spareSeconds);
    });

    /** The victim is killed in a phase of the grading. Where that does not stop it, it may be over too soon for the next. */
    const whileGrading = async (phase: string) => {
      submissionId ??= await story.handIn(candidate);
      while (!(await story.reaches(submissionId, phase))) {
        candidate = await story.arrive();
        await story.running(candidate, 'first');
        submissionId = await story.handIn(candidate);
      }
      await story.kill();
    };

    step('when the grading opens its sandboxes', () => whileGrading('prepare'));

    step('when the grading checks what the service answers', () => whileGrading('checks'));

    step('when the grading loads the service', async () => {
      await whileGrading('saturated');
      await story.allGraded();
    });

    step('and in the end all is there, once, and nothing else', async () => {
      for (const each of story.candidates) {
        await story.expectSavedFiles(each);
        await story.expectFairClock(each);
      }
      await eventually(async () => expect(await platform.leftovers()).toEqual([]));
      expect(platform.pids).toEqual({ api: expect.any(Number), runner: expect.any(Number) });
    });
  });
}
