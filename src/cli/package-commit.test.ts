import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { packageCommit } from './package-commit.ts';

const repository = async () => {
  const root = await temporaryDirectory();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root, encoding: 'utf8' }).trim();
  git('init', '--quiet');
  await writeFile(path.join(root, 'file'), 'first');
  git('add', '.');
  git('commit', '--quiet', '--message=first');
  git('tag', 'v1');
  return { root, head: git('rev-parse', 'HEAD') };
};

// Why: a year later a claim could not be traced to the suites that made it.
test('a checkout has its commit, and says where its files were changed', async () => {
  const { root, head } = await repository();
  expect(packageCommit(root)).toBe(head);
  await writeFile(path.join(root, 'file'), 'second');
  expect(packageCommit(root)).toBe(`${head}-dirty`);
});

// Why: an installed package lies in the repository of another project.
test('an installed package has the commit that it was built from, not that of the project around it', async () => {
  const { root } = await repository();
  const installed = path.join(root, 'node_modules', 'kfp-conformance');
  await mkdir(path.join(installed, 'dist'), { recursive: true });
  expect(packageCommit(installed)).toBeUndefined();
  await writeFile(path.join(installed, 'dist', 'commit'), `${'a'.repeat(40)}\n`);
  expect(packageCommit(installed)).toBe('a'.repeat(40));
});
