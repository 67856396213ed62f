// The story of candidates whose platform loses one of its processes at every step: what must happen, whichever it is.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { dropWorkspace } from '../../api/workspace/store.ts';
import { eventually, type Platform, type Victim } from './platform.ts';
import { Visitor } from './visitor.ts';

/** How long the victim is dead at least. */
const deadMs = 1500;
const pulseFile = 'pulse.txt';

export interface Candidate {
  visitor: Visitor;
  attemptId: string;
  /** What the platform said is saved. */
  saved: Map<string, string>;
}

/** When a process was killed, and for how long it was gone for certain. */
export interface Gap {
  at: Date;
  seconds: number;
}

export class Story {
  readonly platform: Platform;
  readonly victim: Victim;
  readonly #manager: Visitor;
  readonly candidates: Candidate[] = [];
  /** The hash of what was handed in, as the candidate saw it, by submission. */
  readonly #submissions = new Map<string, string>();

  private constructor(platform: Platform, victim: Victim, manager: Visitor) {
    this.platform = platform;
    this.victim = victim;
    this.#manager = manager;
  }

  static async begin(platform: Platform, victim: Victim): Promise<Story> {
    return new Story(platform, victim, await platform.signIn());
  }

  /** Somebody opens an invite and asks for a sandbox. */
  async arrive(): Promise<Candidate> {
    const body = { challenge: 'pulse', candidateName: `Candidate ${this.candidates.length + 1}` };
    const { link } = await this.#manager.call('POST /api/invites', { body });
    const visitor = new Visitor(this.platform.url);
    const token = link!.split('/').pop()!;
    const { attemptId } = await visitor.call('POST /api/invites/open', { body: { token } });
    const params = { attemptId };
    await visitor.call('POST /api/attempts/:attemptId/signature', {
      params,
      body: { name: body.candidateName },
    });
    await visitor.call('POST /api/attempts/:attemptId/start', { params, body: { runtime: 'node' } });
    const candidate = { visitor, attemptId, saved: new Map() };
    this.candidates.push(candidate);
    return candidate;
  }

  /** Kills the victim, looks that the others live and answer without it, and starts it again. */
  async kill(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<Gap> {
    const { platform, victim } = this;
    const before = platform.pids;
    const gap = { at: new Date(), seconds: 0 };
    await platform.kill(victim);
    try {
      for (const role of ['api', 'runner'] as const)
        if (role !== victim) assert((await platform.ask(role)) < 500, `${role} answers`);
      await meanwhile();
      await sleep(Math.max(0, deadMs - (Date.now() - gap.at.getTime())));
    } finally {
      gap.seconds = (Date.now() - gap.at.getTime()) / 1000;
      await platform.begin(victim);
    }
    const after = platform.pids;
    for (const role of ['api', 'runner'] as const)
      assert.equal(after[role] === before[role], role !== victim, `${role} is the same process`);
    return gap;
  }

  /** Waits, without doing anything, until the sandbox is there, the clock runs and the service answers from `pulse`. */
  async running(candidate: Candidate, pulse: string): Promise<void> {
    const { visitor, attemptId } = candidate;
    const params = { attemptId };
    await eventually(async () => {
      const { state, workspace } = await visitor.call('GET /api/attempts/:attemptId', { params });
      assert.deepEqual([state, workspace.sandbox], ['running', 'ready']);
      const body = { method: 'GET', path: '/', headers: {} } as const;
      const answer = await visitor.call('POST /api/attempts/:attemptId/request', { params, body });
      assert.equal(answer.body, JSON.stringify({ pulse }));
    });
  }

  /** Saves a file, as an editor does: again until the platform says that it has it. */
  async save({ visitor, attemptId, saved }: Candidate, path: string, content: string): Promise<void> {
    const params = { attemptId };
    await eventually(async () => {
      const { files } = await visitor.call('GET /api/attempts/:attemptId/files', { params });
      const baseRev = files.find((file) => file.path === path)?.rev ?? 0;
      await visitor.call('PUT /api/attempts/:attemptId/file', { params, body: { path, content, baseRev } });
    });
    saved.set(path, content);
  }

  /** Starts the service with the files as they are saved. */
  async deploy(candidate: Candidate, pulse: string): Promise<void> {
    await this.save(candidate, pulseFile, pulse);
    const params = { attemptId: candidate.attemptId };
    const treeHash = await this.treeHash(candidate);
    const { visitor } = candidate;
    await visitor.call('POST /api/attempts/:attemptId/restart', { params, body: { treeHash } });
    await this.running(candidate, pulse);
  }

  async treeHash({ visitor, attemptId }: Candidate): Promise<string> {
    return (await visitor.call('GET /api/attempts/:attemptId/files', { params: { attemptId } })).treeHash;
  }

  /** Nobody looks at the candidate's workspace any more, so its sandbox goes. */
  async leave({ attemptId }: Candidate): Promise<void> {
    await dropWorkspace(this.platform.sql, attemptId);
  }

  async expectSavedFiles({ visitor, attemptId, saved }: Candidate): Promise<void> {
    for (const [path, content] of saved) {
      const input = { params: { attemptId }, query: { path } };
      assert.equal((await visitor.call('GET /api/attempts/:attemptId/file', input)).content, content);
    }
  }

  /** The deadline has moved by what is recorded as lost, and no moment is recorded twice. */
  async expectFairClock({ attemptId }: Candidate): Promise<void> {
    const [row] = await this.platform.sql<
      { given: number; recorded: number; twice: number; early: number }[]
    >`
      select extract(epoch from deadline - started_at)::float - 3600 as given,
        (select coalesce(sum(extract(epoch from ended_at - began_at)), 0)::float from outage
          where attempt_id = attempt.id) as recorded,
        (select count(*)::int from outage one join outage other using (attempt_id)
          where attempt_id = attempt.id and one.id < other.id
            and one.began_at < other.ended_at and other.began_at < one.ended_at) as twice,
        (select count(*)::int from outage
          where attempt_id = attempt.id and began_at < attempt.started_at) as early
      from attempt where id = ${attemptId}`;
    const { given, recorded, twice, early } = row!;
    assert(Math.abs(given - recorded) < 0.1, `${given} s were given, ${recorded} s recorded`);
    assert.deepEqual({ twice, early }, { twice: 0, early: 0 });
  }

  /** Time given back to the candidate for what began about when the process was killed. */
  async credited({ attemptId }: Candidate, { at }: Gap): Promise<{ reason: string; seconds: number }[]> {
    return this.platform.sql<{ reason: string; seconds: number }[]>`
      select reason, extract(epoch from ended_at - began_at)::float as seconds
      from outage where attempt_id = ${attemptId} and ended_at > ${at} order by id`;
  }

  /** Hands the saved files in. @returns the submission's id */
  async handIn(candidate: Candidate): Promise<string> {
    const params = { attemptId: candidate.attemptId };
    const body = { treeHash: await this.treeHash(candidate) };
    const receipt = await candidate.visitor.call('POST /api/attempts/:attemptId/submission', {
      params,
      body,
    });
    assert.equal(receipt.snapshot, body.treeHash);
    this.#submissions.set(receipt.submissionId, body.treeHash);
    return receipt.submissionId;
  }

  /** Waits until a try at the grading is in one of its phases, or past it. @returns false when the grading is over */
  async reaches(submissionId: string, phase: string): Promise<boolean> {
    return eventually(async () => {
      const [row] = await this.platform.sql<{ phases: { name: string; state: string }[]; counts: boolean }[]>`
        select phases, counts from grading where submission_id = ${submissionId} and (finished_at is null or counts)
        order by number desc limit 1`;
      if (row?.counts) return false;
      const { state = 'waiting' } = row?.phases.find(({ name }) => name === phase) ?? {};
      assert.notEqual(state, 'waiting', phase);
      return true;
    }, 50);
  }

  /** Waits until every submission has exactly one grading that counts, which is of the files the candidate saw. */
  async allGraded(): Promise<void> {
    for (const [submissionId, snapshot] of this.#submissions)
      await eventually(async () => {
        const counted = await this.platform.sql`
          select outcome, report->>'snapshot' as snapshot from grading
          where submission_id = ${submissionId} and counts`;
        assert.deepEqual(counted, [{ outcome: 'graded', snapshot }]);
      });
  }

  /** Waits until a container of the attempt's sandbox is there that fits. */
  async appears({ attemptId }: Candidate, fits: (part: string, state: string) => boolean): Promise<void> {
    const filters = { label: [this.platform.label, `proofload.owner=${attemptId}`] };
    await eventually(async () => {
      const containers = await this.platform.docker.listContainers({ all: true, filters });
      assert(containers.some(({ Labels, State }) => fits(Labels['proofload.part']!, State)));
    }, 20);
  }
}
