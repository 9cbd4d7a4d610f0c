import { expect, test } from 'vitest';
import { suiteSources } from '../src/testing/suite-sources.ts';

const literal = String.raw`'(?:database|kubernetes|rest)(?:/rest|/crd)?'`;
/** The properties of a lane, a target or a surface that code could branch on. */
const property = String.raw`(?:\blane|\bstorage|\bmode|(?<!call\.)\bsurface|\bsurface\.name|\bwrite\.name|\blane\.name)`;

/**
 * A scenario is the same story in all lanes. Differences between lanes are data (`Record<LaneName, …>`,
 * `Record<StorageMode, …>`, `Record<Surface['name'], …>`) or surfaces of the lane. A condition on a row of a table of
 * calls is not a branch on the lane.
 */
const branches: readonly RegExp[] = [
  new RegExp(`(?<!call\\.surface) [!=]==? ${literal}`, 'g'),
  new RegExp(`${literal} [!=]==? `, 'g'),
  new RegExp(`${property} [!=]==? (?!undefined)(?!lane\\.rest\\b)(?!context\\.lane\\.rest\\b)\\S+`, 'g'),
  new RegExp(`(?:switch|if) \\([^)\\n]*\\b(?:lane\\.(?:name|storage)|target\\.storage)\\b`, 'g'),
  new RegExp(`includes\\((?:\\w+\\.)*(?:lane(?:\\.name)?|storage)\\)`, 'g'),
];

const branchesIn = (text: string): readonly string[] =>
  branches.flatMap((branch) => [...text.matchAll(branch)].map(([found]) => found.trim()));

test('no scenario branches on its lane', async () => {
  const sources = await suiteSources();
  expect(sources.size).toBeGreaterThan(100);
  const found = [...sources].flatMap(([file, text]) => branchesIn(text).map((branch) => `${file}: ${branch}`));
  expect(found).toEqual([]);
});

test.each([
  "if (lane.storage === 'database') return;",
  "const all = target.storage !== 'kubernetes' ? [] : calls;",
  "if (lane.name === 'kubernetes/crd') await write();",
  "const dryRun = lane.write.name === 'rest';",
  "view.surface.name === 'rest'",
  "'kubernetes/rest' === name",
  'if (storage === other) return;',
  'switch (lane.name) {',
  'if (written.includes(lane.name)) return;',
])('a branch on the lane is detected: %s', (text) => {
  expect(branchesIn(text)).not.toEqual([]);
});

test.each([
  'await homes[lane.storage](target);',
  'if (view.surface === lane.rest) await assertion();',
  "cells.filter(({ call }) => call.surface === 'rest')",
  'call.surface === lane.write.name',
])('data and surfaces are not branches on the lane: %s', (text) => {
  expect(branchesIn(text)).toEqual([]);
});
