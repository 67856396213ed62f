import type { Schema } from './api-document.ts';

/** @returns a schema in the way of TypeScript, which reads shorter; what fields mean stands behind them */
export function shapeOf(schema: Schema, indent = ''): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map((one) => shapeOf(one, indent)))].join(' | ');
  if (Array.isArray(schema.type)) return schema.type.join(' | ');
  if (schema.type === 'array') return arrayOf(shapeOf(schema.items ?? {}, indent));
  if (schema.type === 'object') return objectOf(schema, indent);
  return `${schema.type ?? 'anything'}${rangeOf(schema)}`;
}

const arrayOf = (item: string) => (/^[^{]* \| /.test(item) ? `(${item})[]` : `${item}[]`);

function rangeOf({ minimum, maximum }: Schema): string {
  if (minimum === undefined && maximum === undefined) return '';
  return ` ${minimum ?? ''}…${maximum ?? ''}`;
}

function objectOf({ properties, required, additionalProperties, patternProperties }: Schema, indent: string) {
  const [values] = Object.values(patternProperties ?? {});
  const rest = values ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  if (!properties) return rest ? `{ [name]: ${shapeOf(rest, indent)} }` : 'object';
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, schema]) => {
    const mark = required?.includes(name) ? '' : '?';
    const about = schema.description ? `  // ${schema.description}` : '';
    return `${inner}${name}${mark}: ${shapeOf(schema, inner)}${about}\n`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

/** @returns a value that a schema allows, to show how it is used */
export function exampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return exampleOf(schema.anyOf[0] ?? {});
  if (schema.type === 'array') return [exampleOf(schema.items ?? {})];
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.type !== 'object') return 'text';
  const needed = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
  return Object.fromEntries(needed.map(([name, one]) => [name, exampleOf(one)]));
}
