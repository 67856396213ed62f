import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { LineCounter, isMap, isNode, isSeq, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Fault } from './fault.ts';
import { Manifest } from './manifest.ts';

/** Line of the value `path` leads to, or of the nearest one around it that exists. */
export type LineOf = (path: readonly string[]) => number;

const file = 'challenge.yaml';
const validate = new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(Manifest);

/**
 * Reads challenge.yaml.
 * @returns the manifest, or undefined and every fault it has
 */
export function parseManifest(text: string): {
  manifest: Manifest | undefined;
  faults: Fault[];
  lineOf: LineOf;
} {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf: LineOf = (path) => Math.max(1, lines.linePos(offsetOf(document, path)).line);
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ message, pos }) => ({
      file,
      line: lines.linePos(pos[0]).line,
      expected: 'well-formed YAML',
      actual: message,
    }));
    return { manifest: undefined, faults, lineOf };
  }
  const value: unknown = document.toJS();
  if (validate(value)) return { manifest: value, faults: [], lineOf };
  return {
    manifest: undefined,
    faults: (validate.errors ?? []).map((error) => toFault(error, lineOf)),
    lineOf,
  };
}

function toFault(error: ErrorObject, lineOf: LineOf): Fault {
  const { additionalProperty, missingProperty } = error.params as Record<string, string | undefined>;
  const around = error.instancePath.split('/').slice(1).map(unescapePointer);
  const path = [...around, additionalProperty ?? missingProperty ?? []].flat();
  return {
    file,
    line: lineOf(path),
    path: path.join('.'),
    expected: expectation(error),
    actual: actual(error),
  };
}

const unescapePointer = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

function expectation({ keyword, params, message, parentSchema }: ErrorObject): string {
  if (keyword === 'enum') return `one of ${(params['allowedValues'] as string[]).join(', ')}`;
  if (keyword === 'required') return 'a value';
  if (keyword !== 'additionalProperties') return (message ?? keyword).replace(/^must (be )?/, '');
  const known = Object.keys((parentSchema?.['properties'] ?? {}) as object);
  const pattern = Object.keys((parentSchema?.['patternProperties'] ?? {}) as object).join(' or ');
  return known.length > 0 ? `only the keys ${known.join(', ')}` : `a key that matches ${pattern}`;
}

function actual({ keyword, data, params }: ErrorObject): string {
  if (keyword === 'required') return 'nothing';
  if (keyword === 'additionalProperties') return `the key ${params['additionalProperty'] as string}`;
  const text = JSON.stringify(data) ?? String(data);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function offsetOf(document: Document, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === key);
      if (!pair) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
