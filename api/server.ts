// Starts the platform: `npm start` ends here.
import { readConfig } from './config.ts';
import { plans } from './grading/plan.ts';
import { start } from './start.ts';

try {
  await start(readConfig(), plans.full);
} catch (error) {
  console.error(`Proofload did not start. ${(error as Error).message}`);
  process.exit(1);
}
