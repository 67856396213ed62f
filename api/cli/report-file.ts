// What `grade --json` printed, read back.
import { readFile } from 'node:fs/promises';
import { Value } from 'typebox/value';
import { Report } from '../grading/report.ts';
import { BadUsage } from './usage.ts';

/** @returns the report, and the observations if they are in it. @throws BadUsage when the file is something else */
export async function readReport(path: string): Promise<Report & { evidence?: unknown }> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new BadUsage(`${path} cannot be read: ${error.message}`);
  });
  const value = parsedJson(path, text);
  if (!Value.Check(Report, value)) throw new BadUsage(`${path} is not what grade --json prints`);
  return value;
}

function parsedJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadUsage(`${path} is not JSON: ${(error as Error).message}`);
  }
}
