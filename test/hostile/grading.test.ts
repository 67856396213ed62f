// Services that would rather be thought good than be good. What grades them is real: pods, probe and suite.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Tree } from '../../api/challenge/tree.ts';
import { runChecks } from '../../api/probe/checks.ts';
import { phaseCommand } from '../../api/grading/duet.ts';
import { Generator } from '../../api/probe/generator.ts';
import type { CheckLine } from '../../sandboxes/probe/observation.ts';
import { waitReady } from '../../api/probe/ready.ts';
import type { Report } from '../../api/grading/report.ts';
import {
  SandboxError,
  type Pod,
  type PodSpec,
  type Probe,
  type Sandboxes,
} from '../../api/sandbox/sandboxes.ts';
import { ask, askWhenUp, podSpec, testSandboxes } from '../support/pods.ts';
import { gradeTiny, tiny, tinySuite } from '../support/tiny.ts';
import { attack } from './attack.ts';
import { run, scripted, service } from './script.ts';

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
});
afterAll(() => sandboxes?.close());

const target = { port: 8080, path: '/health', deadlineMs: 20_000 };

/** Opens a pod as a grading does, with the service answering. */
async function open(tree: Tree, suite = tinySuite, changes: Partial<PodSpec> = {}) {
  const pod = await sandboxes.open(podSpec({ kind: 'grading', owner: 'hostile', ...changes }));
  const [probe] = await Promise.all([pod.attachProbe(suite), pod.writeFiles(tree)]);
  await pod.restart();
  expect(await waitReady(pod, probe, target)).toBeUndefined();
  return { pod, probe };
}

const check = (probe: Probe, seed: number) => runChecks(probe, { port: 8080, seed, deadlineMs: 30_000 });
const failed = (checks: CheckLine[]) => checks.filter(({ passed }) => !passed).map(({ name }) => name);
const sums = [1, 2, 3, 4, 5].map((nth) => `sum ${nth} is right`);

attack(11, 'hard-coded answers of the visible checks', 'pass those, fail all hidden ones', async () => {
  const { pod, probe } = await open(service('cheat'));
  const checks = await check(probe, 7);
  expect(failed(checks)).toEqual([...sums, 'a note that was taken can be read']);
  expect(checks).toHaveLength(8);
  await pod.remove();
  return 'visible 2 of 2, hidden 0 of 6';
});

attack(24, 'answers remembered from an earlier run', 'of no use: every run asks anew', async () => {
  const { pod, probe } = await open(service('memory'));
  const learned = failed(await check(probe, 7));
  expect(learned.filter((name) => sums.includes(name))).toEqual([]);
  await ask(pod, '/stop-learning');
  expect(failed(await check(probe, 8))).toEqual(expect.arrayContaining(sums));
  await pod.remove();
  return 'all 5 sums right, then none';
});

attack(12, 'tells a grading from a try by where it runs and who asks', 'sees no difference', async () => {
  const own = await open(service('witness'), tiny.suites.visible, { kind: 'workspace' });
  await check(own.probe, 1);
  const graded = await open(service('witness'));
  await check(graded.probe, 7);
  const generator = await Generator.start(graded.probe, 8080);
  const load = { mode: 'open', connections: 0, rate: 50, seed: 1, durationMs: 500, drainMs: 500 } as const;
  await generator.run(phaseCommand('load', load));
  const [tried, seen] = [await told(own.pod), await told(graded.pod)];
  expect(seen.place).toEqual(tried.place);
  expect(seen.asked).toEqual(tried.asked);
  expect(seen.place).not.toMatch(/grading|hidden|probe/i);
  expect(seen.asked.join('\n')).not.toMatch(/proofload|probe|vitest|undici|grading|hidden/i);
  await Promise.all([own.pod.remove(), graded.pod.remove()]);
  return `same place, same ${seen.asked.length} kinds of request in checks and load`;
});

/** What the witness wrote down: where it ran, and every kind of request once. */
async function told(pod: Pod): Promise<{ place: string; asked: string[] }> {
  const lines = await pod.log(10_000);
  const after = (word: string) =>
    lines.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length));
  return { place: after('place ')[0] ?? '', asked: [...new Set(after('asked '))].toSorted() };
}

let forged: Promise<Report> | undefined;
/** The forger's report, graded once for all that look at it, and anew where nothing could be measured. */
async function forgedReport(): Promise<Report> {
  const report = await (forged ??= gradeTiny(sandboxes, service('forger')));
  if (report.outcome === 'our_failure') forged = undefined;
  return report;
}

attack(13, 'forged results on stdout and in answers', 'ignored: only the probe is believed', async () => {
  const report = await forgedReport();
  expect(report, JSON.stringify(report).slice(0, 600)).toMatchObject({
    outcome: 'graded',
    band: 'below',
    knee: { rps: 0 },
  });
  const checks = report.outcome === 'graded' ? report.checks : [];
  expect(checks).toHaveLength(8);
  expect(checks.filter(({ passed }) => passed)).toEqual([]);
  return 'graded below the bar, 0 of 8 checks pass';
});

attack(14, 'result files in every place a grader might read', 'no such place is shared', async () => {
  expect(JSON.stringify(await forgedReport())).not.toContain('forged');
  return 'nothing of them in the report';
});

attack(15, 'finds and kills the grader', 'finds nobody, ends only itself', async () => {
  const report = await gradeTiny(sandboxes, service('killer'));
  expect(report).toMatchObject({ outcome: 'candidate_failure', failure: { stage: 'start', code: 'exited' } });
  const log = report.outcome === 'graded' ? [] : report.failure.log;
  expect(log[0]).toMatch(/^(docker-init|ps|sh|bash|sort|tr|node|node-MainThread| )+$/);
  expect(log.join('\n')).toContain('nobody of that name');
  expect(log.join('\n')).toMatch(/cannot access '\/suite'/);
  return 'candidate failure: exited';
});

const daemon = `import http from 'node:http'; http.createServer((q, s) => s.end('{"ok":true}')).listen(8080);`;
const leaveDaemon = `echo "${daemon.replaceAll('"', String.raw`\"`)}" > /tmp/daemon.mjs
  (env -i /usr/local/bin/node /tmp/daemon.mjs >/dev/null 2>&1 &)
  until curl -sf http://127.0.0.1:8080/ >/dev/null; do sleep 0.1; done; echo up`;

attack(16, 'server left running in the workspace', 'is not in the fresh pod', async () => {
  const own = await sandboxes.open(scripted());
  expect((await run(own, leaveDaemon)).output).toBe('up');
  const graded = await sandboxes.open(podSpec({ kind: 'grading', commands: { start: 'sleep 60' } }));
  const probe = await graded.attachProbe(tinySuite);
  await graded.writeFiles(await own.readFiles());
  await graded.restart();
  const unready = await waitReady(graded, probe, { ...target, deadlineMs: 1500 });
  expect(unready?.code).toBe('never-listened');
  await Promise.all([own.remove(), graded.remove()]);
  return 'never listened';
});

attack(16, 'server left running by the build of a grading', 'ends with the build', async () => {
  const pod = await sandboxes.open(
    scripted({ kind: 'grading', commands: { build: 'sh ./attack.sh', start: 'sleep 60' } }),
  );
  const probe = await pod.attachProbe(tinySuite);
  expect((await run(pod, leaveDaemon)).output).toBe('up');
  await pod.restart();
  const unready = await waitReady(pod, probe, { ...target, deadlineMs: 1500 });
  expect(unready?.code).toBe('never-listened');
  await pod.remove();
  return 'never listened';
});

attack(
  17,
  'tools of its own in place of tar, sh, rsync and node',
  'are never run by the platform',
  async () => {
    const pod = await sandboxes.open(scripted());
    const tools = 'sh bash tar rsync find node npm curl socat reap nice mktemp chmod';
    const script = `printf '#!/bin/sh\\necho shadowed >> /tmp/shadowed\\nexit 66\\n' > tool; chmod 755 tool
    for tool in ${tools}; do cp tool $tool; mkdir -p ~/bin ~/.local/bin; cp tool ~/bin/$tool; cp tool ~/.local/bin/$tool; done
    for file in .profile .bashrc .bash_profile .shrc .npmrc .noderc .tmux.conf; do cp tool ~/$file; cp tool $file; done
    echo '{"scripts":{"preinstall":"./tool","start":"./tool"}}' > package.json; rm /tmp/shadowed 2>/dev/null; true`;
    await run(pod, script);
    expect((await pod.readFiles()).size).toBeGreaterThan(10);
    expect((await run(pod, 'cat /tmp/shadowed 2>&1')).output).toContain('No such file');
    await pod.writeFiles(service('cheat'));
    await pod.remove();
    return 'not one of them ran';
  },
);

attack(23, 'says "created" at once and does the work later', 'caught reading what it wrote', async () => {
  const { pod, probe } = await open(service('lazy'));
  expect(failed(await check(probe, 7))).toEqual(['a note that was taken can be read']);
  await pod.remove();
  return 'the check that reads back fails';
});

attack(25, 'ignores SIGTERM', 'is killed after its grace, and the pod goes', async () => {
  const { pod } = await open(service('undying'));
  const first = await askWhenUp(pod, '/');
  const began = performance.now();
  await pod.restart();
  const restartedMs = performance.now() - began;
  expect((await askWhenUp(pod, '/')).body).not.toBe(first.body);
  expect(restartedMs).toBeGreaterThan(1900);
  expect(restartedMs).toBeLessThan(15_000);
  await pod.remove();
  return `another process after ${(restartedMs / 1000).toFixed(1)} s`;
});

// A frozen control group is as deaf to SIGKILL as a process that waits for a disk that is gone.
const freezer = (pod: Pod) => `/sys/fs/cgroup/freezer/proofload/${pod.id}/freezer.state`;

attack(
  26,
  'cannot be killed',
  'removing it fails in bounded time, others go on, later it goes',
  async ({ skip }) => {
    const pod = await sandboxes.open(podSpec({ owner: 'frozen' }));
    if (!existsSync(freezer(pod))) skip('no freezer of control groups v1 to do it with');
    await writeFile(freezer(pod), 'FROZEN');
    const began = performance.now();
    const removing = pod.remove().then(
      () => undefined,
      (error: unknown) => error,
    );
    const other = await sandboxes.open(scripted({ owner: 'other' }));
    expect((await run(other, 'echo alive')).output).toBe('alive');
    await other.remove();
    expect(await removing).toBeInstanceOf(SandboxError);
    const seconds = (performance.now() - began) / 1000;
    await writeFile(freezer(pod), 'THAWED');
    expect(await sandboxes.reconcile(new Set(['owner', 'hostile', 'other', 'tiny']))).toBe(1);
    expect(existsSync(freezer(pod))).toBe(false);
    return `said so after ${seconds.toFixed(0)} s; gone with the next clearing`;
  },
);
