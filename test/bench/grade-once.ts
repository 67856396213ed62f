import type { Grade } from '../../api/cli/running.ts';
import type { GradedReport } from '../../api/grading/report.ts';

/** @returns none when it could not be measured, which is told */
export async function gradeOnce(
  grade: Grade,
  what: string,
  options: Parameters<Grade>[0],
): Promise<GradedReport[]> {
  const { report } = await grade(options);
  if (report.outcome === 'graded') return [report];
  const { code, reason } = report.failure;
  console.log(`${what} seed ${options.seed}: ${report.outcome} ${code} ${reason}`);
  return [];
}
