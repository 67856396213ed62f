// proofload <subcommand>: the program without people. Each subcommand is one file of cli/.
import { BadUsage } from './cli/usage.ts';

interface Subcommand {
  usage: string;
  /** @returns the process's exit code */
  run: (args: string[]) => Promise<number>;
}

const subcommands: Record<string, () => Promise<Subcommand>> = {
  grade: () => import('./cli/grade.ts'),
  check: () => import('./cli/check.ts'),
  rescore: () => import('./cli/rescore.ts'),
  regrade: () => import('./cli/regrade.ts'),
  organisation: () => import('./cli/organisation.ts'),
  'sign-in': () => import('./cli/sign-in.ts'),
  doctor: () => import('./cli/doctor.ts'),
};

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: string[]): Promise<number> {
  const load = subcommands[name ?? ''];
  if (!load) {
    const known = await Promise.all(Object.values(subcommands).map((each) => each()));
    console.error(['Usage:', ...known.map(({ usage }) => `  proofload ${usage}`)].join('\n'));
    return 2;
  }
  const subcommand = await load();
  try {
    return await subcommand.run(args);
  } catch (error) {
    console.error(`proofload ${name}: ${(error as Error).message}`);
    if (error instanceof BadUsage) console.error(`Usage: proofload ${subcommand.usage}`);
    return 2;
  }
}
