import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../src/testing/temporary-directory.ts';
// @ts-expect-error plain JavaScript, which runs before TypeScript is installed
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

test('packages that match the lock file need no installation, even without those for other platforms', async () => {
  await lock(locked);
  await install(zod);
  expect(staleReason(root)).toBeUndefined();
});

// Why: npm writes its list of packages last, so it is missing after an interrupted installation.
test('an interrupted installation is repeated', async () => {
  await lock(locked);
  expect(staleReason(root)).toBe('they are not installed');
});

test('a change of the lock file is detected', async () => {
  await lock({ ...locked, 'node_modules/zod': { version: '4.1.0', integrity: 'sha512-c' } });
  await install(zod);
  expect(staleReason(root)).toBe('node_modules/zod is 4.0.0, expected 4.1.0');
  await lock({ ...locked, 'node_modules/yaml': { version: '2.0.0' } });
  expect(staleReason(root)).toBe('node_modules/yaml is missing');
});
