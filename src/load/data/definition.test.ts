import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { packagePath } from '../../package-path.ts';
import { definitionTemplate } from './definition.ts';
import type { ProseLists } from './prose.ts';
import { classBytes, sizeClasses } from './sizes.ts';

const { sentences } = JSON.parse(readFileSync(packagePath('fixtures', 'load', 'prose.json'), 'utf8')) as ProseLists;
const name = 'load-00000042';

const textOf = (bytes: number): string => {
  const { before, after } = definitionTemplate(bytes, name.length, sentences);
  return before + name + after;
};

test('every size of the distribution is met to the byte', () => {
  const sizes = Array.from({ length: sizeClasses }, (_, sizeClass) => classBytes(sizeClass));
  expect(sizes.map((bytes) => Buffer.byteLength(textOf(bytes)))).toEqual(sizes);
});

test('every other size from the smallest pipeline on is met too', () => {
  fc.assert(
    fc.property(fc.integer({ min: 760, max: 120_000 }), (bytes) => {
      expect(Buffer.byteLength(textOf(bytes))).toBe(bytes);
    }),
  );
  expect(Buffer.byteLength(textOf(1_400_000))).toBe(1_400_000);
});

test('the smallest pipeline stands for all smaller sizes', () => {
  expect(textOf(10)).toBe(textOf(300));
  expect(textOf(10).length).toBeLessThan(760);
});

/** The keys of all objects, by the path to them; names of steps and parameters do not count, and a DAG is a DAG. */
const shapeOf = (value: unknown, path = ''): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((item) => shapeOf(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  const named = /(?:^|\.)(components|executors|tasks|parameters)$/.test(path);
  return Object.entries(value).flatMap(([key, item]) => {
    const at = key === 'dag' ? '.dag' : `${path}.${named ? '*' : key}`;
    return [at, ...shapeOf(item, at)];
  });
};

// A definition with fields that the SDK does not write might be refused, or be cheaper to check than a real one.
test.each([800, 2_300, 14_400, 49_400])('%d bytes have the shape of what the KFP SDK compiles', (bytes) => {
  const compiled = new Set(
    (['hello', 'several-steps'] as const).flatMap((file) => shapeOf(definition(file).pipelineSpec)),
  );
  const spec = JSON.parse(textOf(bytes)) as { readonly pipelineInfo: unknown };
  expect(spec.pipelineInfo).toEqual({ name });
  expect(shapeOf(spec).filter((key) => !compiled.has(key))).toEqual([]);
});
