import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../package-path.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { sourceDigest, sourceFiles } from './source-digest.ts';
import { suiteDigest } from './suite-digest.ts';

const catalogue = new Map();
const digestOf = (root: string) => suiteDigest(catalogue, [], sourceDigest([root]));

// Why: every scenario without its steps had the digest of the real ones.
test.each([
  'suites/conformance/list/pages.suite.ts',
  'suites/conformance/list/requirements.yaml',
  'suites/expectations/settled.ts',
  'fixtures/pipelines/hello.yaml',
  'src/contract/in-force.ts',
  'dist/src/judgement/verdict.js',
])('the digest of the suites changes with %s', async (file) => {
  const root = await temporaryDirectory();
  const write = async (text: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  const digest = () => suiteDigest(catalogue, [], sourceDigest([root, path.join(root, 'dist')]));
  await write('run: () => check()');
  const before = digest();
  expect(digest()).toBe(before);
  await write('run: () => {}');
  expect(digest()).not.toBe(before);
});

test('a file under another name is another source, and a test of the harness is none', async () => {
  const [one, other] = [await temporaryDirectory(), await temporaryDirectory()];
  for (const root of [one, other]) await mkdir(path.join(root, 'suites/testing'), { recursive: true });
  await writeFile(path.join(one, 'suites/a.ts'), 'x');
  await writeFile(path.join(other, 'suites/b.ts'), 'x');
  expect(digestOf(one)).not.toBe(digestOf(other));
  const before = digestOf(one);
  for (const file of ['suites/a.test.ts', 'suites/testing/fake.ts']) await writeFile(path.join(one, file), 'x');
  expect(digestOf(one)).toBe(before);
});

test('the sources of this package include every suite, and what they share', async () => {
  const files = sourceFiles(packageRoot);
  const suites = await loadSuites();
  expect(suites.length).toBeGreaterThan(0);
  expect(files).toEqual(
    expect.arrayContaining([...suites.map(({ file }) => file), 'fixtures/versions.yaml', 'src/judgement/standing.ts']),
  );
});
