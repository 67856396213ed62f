// What a scorecard says besides its sentence: facts, confidence, strengths, risks and questions, from reports alone.
import { describe, expect, test } from 'vitest';
import type { DrillFact, GradedReport } from '../api/grading/report.ts';
import { checkNotes } from '../api/scorecard/check-notes.ts';
import { codeNotes } from '../api/scorecard/code-notes.ts';
import { confidenceOf } from '../api/scorecard/confidence.ts';
import { factsOf } from '../api/scorecard/facts.ts';
import { faultNotes } from '../api/scorecard/fault-notes.ts';
import { loadNotes } from '../api/scorecard/load-notes.ts';
import { notMeasured } from '../api/scorecard/not-measured.ts';
import type { Note } from '../api/scorecard/note.ts';
import { ruleNotes } from '../api/scorecard/rule-notes.ts';
import { wordsOf } from '../api/scorecard/scorecard.ts';
import { topics } from '../api/scorecard/topics.ts';
import { drillFact, failedReport, fullReport, gradedReport, invariantFact } from './support/report.ts';

const knee = (rps: number) => ({ rps, low: rps, high: rps });
const ratio = (value: number) => ({ value, low: value * 0.98, high: value * 1.02 });
const textsOf = (notes: readonly Note[]) => notes.map(({ text }) => text ?? '').join('\n');
const asksOf = (notes: readonly Note[]) => notes.map(({ question }) => question?.ask ?? '').join('\n');

describe('the facts', () => {
  test('put traffic, speed, mistakes and recovery beside their yardsticks', () => {
    expect(factsOf(fullReport()).map(({ headline, yardstick, tone }) => [headline, yardstick, tone])).toEqual(
      [
        [
          'Holds 310 requests a second',
          'The brief asks for 100; a weak solution holds 41, a strong one 476. Likely 290 to 330.',
          'good',
        ],
        [
          'At about half of that (170 requests a second), 95 of 100 answers come within 45 ms',
          'The goal is 200 ms.',
          'good',
        ],
        ['0.2 % of requests fail at 120 requests a second', 'At most 1 % may.', 'good'],
        [
          'Did not get over 1 of 3 faults in time',
          '3 faults caused on purpose; 1,286 requests were lost.',
          'bad',
        ],
      ],
    );
  });

  test('call a load that was all there was to offer a least one, and never the one at which answers get slow', () => {
    const atLeast = { ...knee(2010), atLeast: true };
    const report = gradedReport({
      knee: atLeast,
      referenceKnee: atLeast,
      load: gradedReport().load.slice(0, 2),
    });
    expect(factsOf(report)[0]).toMatchObject({
      headline: 'Holds at least 2,010 requests a second',
      yardstick: 'The brief asks for 100; our own solution holds at least 2,010. More was not offered.',
    });
    expect(asksOf(loadNotes(report))).toMatch('At 2,010 requests a second, the most that was offered');
    expect(asksOf(loadNotes(report))).not.toMatch('get slow');
  });

  test('say plainly what was bad, and what could not be measured', () => {
    const headlines = (changes: Partial<GradedReport>) =>
      factsOf(gradedReport(changes)).map(({ headline }) => headline);
    const [step] = gradedReport().load.slice(-1);
    expect(headlines({ load: [step!], knee: knee(0) })).toEqual([
      'Too slow at every load we tried',
      'At 400 requests a second, more than 5 of 100 answers never came',
      '40 % of requests fail at 400 requests a second',
      '2 of 2 checks pass',
    ]);
    expect(headlines({ load: [] }).slice(1, 3)).toEqual([
      'Answer times could not be measured',
      'Mistakes under load could not be counted',
    ]);
    expect(headlines({ drills: [drillFact({ measured: false })] })[3]).toBe('Recovery could not be measured');
    expect(headlines({ drills: [drillFact()] })[3]).toBe('Back to normal at once after every fault');
    expect(headlines({ drills: [drillFact({ recoveryMs: 2400 })] })[3]).toBe(
      'Back to normal within 2.4 seconds after every fault',
    );
    expect(factsOf(failedReport('our_failure'))).toEqual([]);
  });

  test('wrong answers under load are never good news', () => {
    const facts = { ...gradedReport().facts, failures: { wrong: 3 } };
    expect(factsOf(gradedReport({ facts }))[2]).toMatchObject({
      yardstick: 'At most 1 % may. Fully loaded, 3 answers were wrong.',
      tone: 'bad',
    });
  });
});

describe('confidence', () => {
  const full = { ...gradedReport().environment, plan: 'full' };
  const of = (changes: Partial<GradedReport>) =>
    confidenceOf(gradedReport({ environment: full, ...changes }));

  test('follows the width of the likely range, and says so', () => {
    expect(of({ score: { value: 70, low: 66, high: 74 } })).toEqual({
      level: 'high',
      reason: 'Score 70 of 100, likely between 66 and 74.',
    });
    expect(of({ score: { value: 70, low: 62, high: 80 } }).level).toBe('medium');
    expect(of({ score: { value: 70, low: 50, high: 90 } }).level).toBe('low');
  });

  test('is lower for every doubt, never higher', () => {
    const score = { value: 70, low: 69, high: 71 };
    const drills = [drillFact(), drillFact({ measured: false })];
    expect(of({ score, drills })).toMatchObject({
      level: 'medium',
      reason: expect.stringMatching(/1 of 2 faults/),
    });
    const environment = { ...full, anchors: 'general' as const };
    expect(of({ score, drills, environment }).level).toBe('low');
    expect(of({ score, environment: { ...full, plan: 'short' } }).reason).toMatch('short trial run');
    const all = {
      score: { value: 70, low: 40, high: 99 },
      drills,
      environment: { ...environment, plan: 'short' },
    };
    expect(of(all).level).toBe('low');
  });
});

describe('checks', () => {
  test('a failed category is a risk in plain words, with the way to the first failure', () => {
    const [contract, provider, once, injection] = checkNotes(fullReport());
    expect(once).toMatchObject({
      kind: 'risk',
      text: 'A request that is sent twice can happen twice: 2 of 3 checks on it fail.',
      evidence: { anchor: '#check-4', label: 'A transfer that is sent twice moves money once' },
    });
    expect(contract).toMatchObject({ kind: 'risk', evidence: { anchor: '#check-1' } });
    expect(once!.weight).toBeGreaterThan(contract!.weight);
    expect([provider!.kind, injection!.kind]).toEqual(['strength', 'strength']);
  });

  test.each(topics.map((topic) => [topic.names[0]!, topic] as const))(
    '%s has words of its own',
    (name, topic) => {
      const checks = [{ name: 'x', category: name, passed: false, mustFix: false, message: '' }];
      const categories = { [name]: { title: name, dimension: topic.dimension ?? 'correctness' } };
      expect(textsOf(checkNotes({ checks, categories }))).toContain(topic.risk);
      expect(asksOf(checkNotes({ checks, categories }))).toBe(topic.ask);
    },
  );

  test('two categories of one topic are one risk', () => {
    const both = ['stock', 'counters'].map((category) => ({
      name: category,
      category,
      passed: false,
      mustFix: true,
      message: '',
    }));
    expect(checkNotes({ checks: both }).map(({ evidence }) => evidence.anchor)).toEqual(['#check-0']);
  });

  test('a name that means two things is told by its dimension, an unknown one has general words', () => {
    const checks = (category: string) => [
      { name: 'x', category, passed: false, mustFix: false, message: '' },
    ];
    const as = (dimension: string) => ({ limits: { title: 'Limits', dimension } });
    expect(textsOf(checkNotes({ checks: checks('limits'), categories: as('resilience') }))).toMatch(
      'another company',
    );
    expect(textsOf(checkNotes({ checks: checks('limits'), categories: as('integrity') }))).toMatch(
      'Nonsense',
    );
    expect(textsOf(checkNotes({ checks: checks('zebras') }))).toMatch('Something the brief asks for');
  });
});

describe('rules', () => {
  test('a broken one is a risk with its place, and its own question', () => {
    const notes = ruleNotes([invariantFact(), invariantFact({ rule: 'no-oversell', violations: 2 })]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatchObject({
      text: 'More is sold than there is (seen 2 times).',
      evidence: { anchor: '#rule-1' },
      question: { ask: expect.stringContaining('two were sold') },
    });
    expect(textsOf(ruleNotes([invariantFact({ rule: 'new-one', violations: 1 })]))).toMatch(
      'must always hold',
    );
  });

  test('a rule that is broken in two storms is one risk', () => {
    const notes = ruleNotes([invariantFact({ violations: 2 }), invariantFact({ violations: 3 })]);
    expect(textsOf(notes)).toMatch(/seen 5 times/);
    expect(notes).toHaveLength(1);
  });

  test('that all held are one strength, and none at all say nothing', () => {
    expect(textsOf(ruleNotes([invariantFact(), invariantFact()]))).toBe(
      'With many people at once nothing was lost, doubled or made up (428 facts compared).',
    );
    expect(ruleNotes([])).toEqual([]);
    expect(ruleNotes([invariantFact({ checked: 0 })])).toEqual([]);
  });
});

describe('faults', () => {
  test.each<[Partial<DrillFact>, string]>([
    [{ recoveryMs: null }, 'It was not back to normal within 10 seconds after it was killed.'],
    [{ recoveryMs: 6000 }, 'It took 6 seconds to be back to normal after it was killed.'],
    [{ exits: 2 }, 'It stopped by itself 2 times after it was killed.'],
    [
      { kind: 'dependency', during: 0.3 },
      'Only 30 % of requests were answered well while another service was in trouble.',
    ],
    [
      { kind: 'soak', memory: { startBytes: 1, endBytes: 2, bytesPerThousand: 5 * 1024 * 1024 } },
      'Its memory grows by 5 MB with every thousand requests.',
    ],
    [{ kind: 'earthquake', recoveryMs: null }, 'It was not back to normal within 10 seconds after a fault.'],
  ])('%#', (changes, text) => {
    const notes = faultNotes([drillFact(), drillFact(changes)]);
    expect(textsOf(notes)).toBe(text);
    expect(notes[0]!.evidence.anchor).toBe('#drill-1');
    expect(notes[0]!.question).toBeDefined();
  });

  test('several of one kind are one risk, the worst of them', () => {
    const late = drillFact({ recoveryMs: 6000 });
    const notes = faultNotes([late, drillFact({ recoveryMs: null }), late]);
    expect(notes.map(({ evidence }) => evidence.anchor)).toEqual(['#drill-1']);
  });

  test('what was not measured is held against nobody', () => {
    expect(faultNotes([drillFact({ measured: false, recoveryMs: null })])).toEqual([]);
    expect(textsOf(faultNotes([drillFact(), drillFact({ recoveryMs: null, measured: false })]))).toBe(
      'It got over the fault we caused at once.',
    );
  });
});

describe('load', () => {
  const ratios = gradedReport().ratios;
  test.each<[Partial<GradedReport>, RegExp]>([
    [{ knee: knee(0) }, /too slow even for very little traffic/],
    [{ knee: knee(40) }, /holds 40 requests a second, less than the 100/],
    [{ knee: knee(120) }, /little room to grow/],
    [{ knee: knee(310) }, /holds 3.1 times the traffic/],
    [{ knee: { ...knee(120), atLeast: true } }, /holds at least 1.2 times the traffic/],
    [{ knee: knee(310) }, /breaks instead of getting slower: 40 % of requests fail at 400/],
    [
      { facts: { ...gradedReport().facts, failures: { wrong: 7 } } },
      /7 of its answers under load were wrong/,
    ],
    [{ facts: { ...gradedReport().facts, failures: { exits: 2 } } }, /stopped by itself under load/],
    [{ ratios: { ...ratios, throughput: ratio(1.6) } }, /serves 1.6 times as much/],
    [{ ratios: { ...ratios, throughput: ratio(0.3) } }, /serves 30 % of what our own/],
    [{ ratios: { ...ratios, throughput: ratio(0.5), cpuSaturated: ratio(1) } }, /wait for each other/],
    [
      { ratios: { ...ratios, throughput: ratio(0.5), cpuSaturated: ratio(0.5) } },
      /takes 2 times the processor time/,
    ],
  ])('%#', (changes, text) => {
    expect(textsOf(loadNotes(gradedReport(changes)))).toMatch(text);
  });

  test('a service that only gets slower beyond its limit is said to', () => {
    const load = gradedReport().load.map((step) => ({ ...step, errorRate: 0, p95Ms: 500, p50Ms: 9 }));
    expect(textsOf(loadNotes(gradedReport({ load })))).toMatch('gets slower, and still answers');
  });
});

describe('code', () => {
  const changed = (after: string, path = 'src/server.ts', before = '') =>
    codeNotes([{ path, before, after }]);
  test.each([
    ['create unique index on orders (key)', /added an index/],
    ['select 1 from stock for update', /You lock here/],
    ['try { go() } catch {}', /caught and dropped/],
    ['const cache = new Map()', /keep a copy/],
    ['for (let retry = 0; retry < 3; retry++)', /try again/],
    ['// TODO the rest', /note to yourself/],
    ['fetch(url, { signal: AbortSignal.timeout(200) })', /time limit/],
  ])('%s', (after, ask) => {
    const [note] = changed(after);
    expect(note!.question!.ask).toMatch(ask);
    expect(note).toMatchObject({ evidence: { anchor: '#file-src%2Fserver.ts', label: 'src/server.ts' } });
  });

  test('what was there before, and what stands in tests, is not asked about', () => {
    const known = 'create index on orders (key)';
    expect(asksOf(changed(`${known}\nmore`, 'a.sql', known))).not.toMatch('index');
    expect(asksOf(changed('catch (e) {}', 'test/a.test.ts'))).toMatch('tests of your own');
  });

  test('unchanged files are the first thing to ask about', () => {
    const { questions, risks } = wordsOf(gradedReport(), []);
    expect(risks[0]!.text).toMatch('Nothing was changed');
    expect(questions[0]!.ask).toMatch('as you got them');
  });
});

describe('the whole', () => {
  const words = wordsOf(fullReport(), [{ path: 'a.ts', before: '', after: 'cache.get(key) // for update' }]);

  test('names the heaviest risk first, and at most three of each', () => {
    expect(words.risks.map(({ anchor }) => anchor)).toEqual(['#rule-1', '#check-4', '#drill-1']);
    expect(words.strengths).toHaveLength(3);
  });

  test('asks three to five questions of several topics, about what is wrong first', () => {
    expect(words.questions.length).toBeGreaterThanOrEqual(3);
    expect(words.questions.length).toBeLessThanOrEqual(5);
    expect(words.questions[0]!.anchor).toBe('#rule-1');
    expect(new Set(words.questions.map(({ ask }) => ask)).size).toBe(words.questions.length);
    expect(wordsOf(gradedReport(), []).questions.length).toBeGreaterThanOrEqual(3);
  });

  test('uses no word that only an engineer knows, outside of questions', () => {
    const { questions: _, ...shown } = words;
    expect(JSON.stringify(shown)).not.toMatch(
      /\bp9[059]\b|\brps\b|latenc|throughput|\bknee\b|percentile|idempot|saturat/i,
    );
  });

  test('says nothing of a service that was not measured', () => {
    const { facts, risks, strengths, questions, confidence, holds } = wordsOf(
      failedReport('our_failure'),
      [],
    );
    expect([facts, risks, strengths, questions]).toEqual([[], [], [], []]);
    expect([confidence, holds]).toEqual([null, null]);
  });
});

test('what was not measured is named', () => {
  const lines = notMeasured(fullReport()).join('\n');
  expect(lines).toMatch('Could not be measured, and counts for nothing: 480 requests per second came on top');
  expect(lines).not.toMatch('breaks nothing on purpose');
  expect(notMeasured(gradedReport()).join('\n')).toMatch('breaks nothing on purpose');
  expect(notMeasured(failedReport('our_failure'))).toHaveLength(2);
});
