import { describe, expect, test } from 'vitest';
import { readCandidates } from './candidate-list.ts';

const rules = { runtimes: ['node', 'python', 'go'], now: new Date('2026-03-01T10:00:00Z') };
const read = (text: string) => readCandidates(text, rules);
const problemsOf = (text: string) => read(text).problems.map(({ line, what }) => [line, what]);

describe('a list of candidates', () => {
  test('is CSV with headings, in any order', () => {
    const text =
      'E-mail,Name,Language,Start by,Extra time\nada@example.com,"Lovelace, Ada",Python go,2026-04-01,1.5\n';
    expect(read(text)).toEqual({
      candidates: [
        {
          line: 2,
          candidateName: 'Lovelace, Ada',
          email: 'ada@example.com',
          extraTime: 1.5,
          runtimes: ['python', 'go'],
          startBy: '2026-04-01',
        },
      ],
      problems: [],
    });
  });

  test.each([
    ['commas', 'Ada,ada@example.com,1.5'],
    ['semicolons and a comma in a number', 'Ada;ada@example.com;1,5'],
    ['tabs, as a spreadsheet pastes them', 'Ada\tada@example.com\t1.5'],
  ])('is lines without headings, with %s', (_, text) => {
    expect(read(text).candidates).toEqual([
      { line: 1, candidateName: 'Ada', email: 'ada@example.com', extraTime: 1.5 },
    ]);
  });

  test('is what a mail program shows, or names alone', () => {
    expect(read('Ada Lovelace <ada@example.com>\n\nGrace\r\n').candidates).toEqual([
      { line: 1, candidateName: 'Ada Lovelace', email: 'ada@example.com' },
      { line: 3, candidateName: 'Grace' },
    ]);
  });

  test('leaves columns alone that it does not know, and the mark at the start of a file', () => {
    expect(read('\u{feff}id,name\n7,Ada').candidates).toEqual([{ line: 2, candidateName: 'Ada' }]);
  });

  test('has each bad line named, and the good ones read', () => {
    const lines = [
      'Ada,ada@example.com',
      ',nobody@example.com',
      'Bob,bob@nowhere',
      'Cy,cy@example.com,9',
      'Di,di@example.com,,cobol',
      'Ed,ed@example.com,,,2026-02-30',
      'Flo,flo@example.com,,,2026-02-28',
      'Gus,ADA@example.com',
      'Hal,hal@example.com,,,,what',
      'Zo\u{fffd},zo@example.com',
    ];
    expect(problemsOf(lines.join('\n'))).toEqual([
      [2, 'The name is missing'],
      [3, 'bob@nowhere is no e-mail address'],
      [4, '9 is no extra time: a factor from 1 to 4, such as 1.5'],
      [5, 'This challenge is not in cobol, but in node, python, go'],
      [6, '2026-02-30 is no day within the next year, such as 2026-03-01'],
      [7, '2026-02-28 is no day within the next year, such as 2026-03-01'],
      [8, 'ADA@example.com is on line 1 already'],
      [9, 'There are 6 values for 5 columns'],
      [10, 'The name has letters that cannot be read; save the file as UTF-8'],
    ]);
    expect(read(lines.join('\n')).candidates.map(({ candidateName }) => candidateName)).toEqual(['Ada']);
  });

  test('is of at most 200', () => {
    const text = Array.from({ length: 202 }, (_, index) => `Candidate ${index}`).join('\n');
    expect(read(text).candidates).toHaveLength(200);
    expect(problemsOf(text).map(([line]) => line)).toEqual([201, 202]);
  });

  test('with a quotation mark that is left open is named too', () => {
    expect(problemsOf('Ada,ada@example.com\n"Bob,bob@example.com\n')[0]?.[1]).toContain('quotation mark');
  });
});
