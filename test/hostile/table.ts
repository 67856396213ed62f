// Prints what came of every attack of a run; nothing when it held none.
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Attack } from './attack.ts';

export class AttackTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const attacks = tests.flatMap((test) => {
      const { attack } = test.meta();
      return attack ? [{ attack, test }] : [];
    });
    if (attacks.length === 0) return;
    const rows = attacks.toSorted((a, b) => a.attack.number - b.attack.number).map(rowOf);
    const held = attacks.filter(({ test }) => test.result().state === 'passed').length;
    const numbers = new Set(attacks.map(({ attack }) => attack.number)).size;
    console.log(`\n${aligned([['#', 'attack', 'expected', 'outcome'], ...rows]).join('\n')}`);
    console.log(`\n${held} of ${attacks.length} attacks held off, of ${numbers} kinds\n`);
  }
}

function rowOf({ attack, test }: { attack: Attack; test: TestCase }): string[] {
  const { number, name, expected, outcome = '' } = attack;
  return [String(number), name, expected, outcomeOf(test) ?? `✓ ${outcome}`];
}

/** @returns why an attack was not held off; undefined when it was */
function outcomeOf(test: TestCase): string | undefined {
  const result = test.result();
  if (result.state === 'passed') return undefined;
  if (result.state === 'failed') return `✗ ${(result.errors[0]?.message ?? '').split('\n')[0]}`;
  return result.state === 'skipped' ? `– ${result.note ?? 'not run'}` : '– not run';
}

/** @returns the rows as lines, each column as wide as its widest cell, the last one as it is */
function aligned(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
