import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../src/testing/temporary-directory.ts';
// @ts-expect-error plain JavaScript, which runs before there is a compiler
import { staleReason as untyped } from './installed-packages.mjs';

const staleReason = untyped as (root: string) => string | undefined;

let root: string;
beforeEach(async () => {
  root = await temporaryDirectory();
  await mkdir(path.join(root, 'node_modules'));
});

const locked = {
  '': { version: '0.1.0' },
  'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
  'node_modules/binding-darwin': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};
const lock = (packages: unknown) => writeFile(path.join(root, 'package-lock.json'), JSON.stringify({ packages }));
const install = (packages: unknown) =>
  writeFile(path.join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
const zod = { 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' } };

test('packages that are installed as locked are left alone, without those for other platforms', async () => {
  await lock(locked);
  await install(zod);
  expect(staleReason(root)).toBeUndefined();
});

// Why: npm writes its own list last, so an interrupted installation has none.
test('an interrupted installation is done again', async () => {
  await lock(locked);
  expect(staleReason(root)).toBe('they are not installed');
});

test('a lock file that has changed since is noticed', async () => {
  await lock({ ...locked, 'node_modules/zod': { version: '4.1.0', integrity: 'sha512-c' } });
  await install(zod);
  expect(staleReason(root)).toBe('node_modules/zod is 4.0.0 and should be 4.1.0');
  await lock({ ...locked, 'node_modules/yaml': { version: '2.0.0' } });
  expect(staleReason(root)).toBe('node_modules/yaml is missing');
});
