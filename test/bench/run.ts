// npm run bench -- <name> […]: measurements that take longer than a test should.
const benches: Record<string, () => Promise<{ usage: string; run: (args: string[]) => Promise<void> }>> = {
  engine: () => import('./engine.ts'),
  fairness: () => import('./fairness.ts'),
  open: () => import('./open.ts'),
  repeat: () => import('./repeat.ts'),
  scorecards: () => import('./scorecards.ts'),
  soak: () => import('./soak.ts'),
};

const [name, ...args] = process.argv.slice(2);
const load = benches[name ?? ''];
if (load) await (await load()).run(args);
else {
  const usages = await Promise.all(Object.values(benches).map(async (each) => (await each()).usage));
  console.error(['Usage:', ...usages.map((usage) => `  npm run bench -- ${usage}`)].join('\n'));
  process.exitCode = 2;
}
