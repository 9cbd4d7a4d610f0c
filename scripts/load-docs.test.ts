import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { invalidReasons } from '../src/judgement/load/invalid-reason.ts';
import { rules } from '../src/judgement/load/requirements/rules.ts';
import { builtInPlans } from '../src/load/built-in-plans.ts';
import { planSchema } from '../src/load/plan.ts';
import { packageRoot } from '../src/package-path.ts';

const page = await readFile(path.join(packageRoot, 'docs/load.md'), 'utf8');

const section = (title: string): string => page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';

/** The rows of the only table of a section, without its head: the cells of each. */
const rowsOf = (title: string): readonly (readonly string[])[] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );

const properties = z.toJSONSchema(planSchema, { io: 'input' }).properties ?? {};
const defaultOf = (property: unknown): string => {
  const { default: value } = property as { default?: unknown };
  return value === undefined ? '' : JSON.stringify(value);
};

test('the table of plans has every key of a plan with its default', () => {
  const documented = rowsOf('Plans').map(([key, value]) => [key, value]);
  const existing = Object.entries(properties).map(([key, property]) => [key, defaultOf(property)]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(existing));
});

test('every key of a loop is named', () => {
  const [, , loop = ''] = rowsOf('Plans').find(([key]) => key === 'loop') ?? [];
  const { anyOf, oneOf } = properties['loop'] as {
    anyOf?: readonly { properties: object }[];
    oneOf?: readonly { properties: object }[];
  };
  const keys = (anyOf ?? oneOf ?? []).flatMap((kind) => Object.keys(kind.properties));
  expect(keys.length).toBeGreaterThan(4);
  expect(keys.filter((key) => !new RegExp(String.raw`\b${key}\b`).test(loop))).toEqual([]);
});

test('the example of a plan file is a plan', () => {
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(section('Plans')) ?? [];
  expect(planSchema.parse(parse(example))).toMatchObject({ tenancy: 'multi-user', namespaces: 100 });
});

test('every built-in plan is named', () => {
  expect(Object.keys(builtInPlans).filter((name) => !section('Plans').includes(`\`${name}\``))).toEqual([]);
});

test('every reason of an invalid measurement has a meaning and a remedy', () => {
  const rows = rowsOf('Invalid measurements');
  expect(rows.map(([reason]) => reason)).toEqual([...invalidReasons]);
  expect(rows.filter((cells) => cells.length !== 3 || cells.some((cell) => cell === ''))).toEqual([]);
});

test('every requirement is in the table of the plans that decide it', () => {
  const text = section('Requirements')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .join('\n');
  expect(Object.keys(rules).filter((id) => !text.includes(id))).toEqual([]);
});
