// The directions of the house, as rules over import lines. Lint holds the walls between libraries; what only a list of
// the stages can tell is here. architecture.test.ts holds the tree against it, and plants a fault for every rule.
import { posix } from 'node:path';

export const stages = [
  'person',
  'invite',
  'attempt',
  'console',
  'preview',
  'submission',
  'grading',
  'scorecard',
  'review',
  'decision',
  'followup',
  'compare',
  'share',
  'record',
  'token',
  'webhook',
];
const engines = ['challenge', 'sandbox', 'probe', 'workspace', 'timeline', 'mail'];
const composition = /^api\/(app|runner|start|server|contract|demo|cli)\.ts$|^api\/cli\//;

/** @param files path to source text @returns one line per broken rule, empty when the tree is sound */
export function violations(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, source]) => [
    ...importsOf(path, source).flatMap((target) => wrongDirection(path, target) ?? []),
    ...(environmentOutsideConfig(path, source) ?? []),
    ...(sqlOutsideStore(path, source) ?? []),
    ...(routeOutsideServe(path, source) ?? []),
  ]);
}

function importsOf(path: string, source: string): string[] {
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) =>
    posix.join(posix.dirname(path), match[1] as string),
  );
}

function folder(path: string): string | undefined {
  return /^api\/([^/]+)\//.exec(path)?.[1];
}

function wrongDirection(path: string, target: string): string[] | undefined {
  if (path.startsWith('api/') && /^(web|test)\//.test(target))
    return [`${path} imports ${target}: the API knows neither web nor test`];
  if (composition.test(path)) return undefined;
  const from = folder(path);
  const to = folder(target);
  if (!from || !to || from === to) return undefined;
  if (engines.includes(from) && stages.includes(to))
    return [`${path} imports ${target}: engines know nothing of people`];
  if (stages.includes(from) && stages.indexOf(to) > stages.indexOf(from))
    return [`${path} imports ${target}: a stage never imports a later one`];
  return undefined;
}

function environmentOutsideConfig(path: string, source: string): string[] | undefined {
  if (!path.startsWith('api/') || path === 'api/config.ts' || path.endsWith('.test.ts')) return undefined;
  return source.includes('process.env') ? [`${path} reads process.env: only api/config.ts does`] : undefined;
}

/** A route that the contract does not name has no guard, and no test would know of it. */
function routeOutsideServe(path: string, source: string): string[] | undefined {
  if (!path.startsWith('api/') || /^api\/http\/(serve|openapi)\.ts$/.test(path)) return undefined;
  return /\bapp\.(route|get|post|put|patch|delete|head|options|all)\(/.test(source)
    ? [`${path} makes a route of its own: only serve() does`]
    : undefined;
}

function sqlOutsideStore(path: string, source: string): string[] | undefined {
  const allowed = /^api\/db\/|\/store\.ts$|\.test\.ts$/.test(path) || !path.startsWith('api/');
  return !allowed && /\b(sql|tx)(<[^>]*>)?`/.test(source)
    ? [`${path} holds SQL: it belongs in store.ts or db/`]
    : undefined;
}
