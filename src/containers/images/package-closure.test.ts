import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { importedPackages, packageClosure } from './package-closure.ts';

const install = async (folder: string, content: object): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(content));
};

test('finds the packages of all kinds of import statements', () => {
  const source = `import fastify from 'fastify';
import { x } from './x.ts';
import type { Kysely } from "kysely/migration";
const y = await import('@scope/name/deep.js');
import 'node:fs';`;
  expect(importedPackages(source)).toEqual(['fastify', 'kysely', '@scope/name']);
});

// Why: with only one version of a package, the reference would use other libraries in a pod than on this machine.
test('two versions of a package are placed so that each dependent finds its version', async () => {
  const root = await temporaryDirectory();
  const modules = path.join(root, 'node_modules');
  await install(path.join(modules, 'a'), { version: '1.0.0', dependencies: { c: '2' } });
  await install(path.join(modules, 'a', 'node_modules', 'c'), { version: '2.0.0', dependencies: { d: '1' } });
  await install(path.join(modules, 'b'), { version: '1.0.0', dependencies: { c: '1' } });
  await install(path.join(modules, 'c'), { version: '1.0.0' });
  await install(path.join(modules, 'd'), { version: '1.0.0', dependencies: { c: '1', e: '1' } });
  await install(path.join(modules, 'e'), { version: '1.0.0', optionalDependencies: { missing: '1' } });
  await install(path.join(modules, 'unused'), { version: '1.0.0' });
  const closure = packageClosure(['b', 'a'], path.join(root, 'src'));
  expect(Object.fromEntries(closure.map(({ target, name }) => [target, name]))).toEqual({
    'node_modules/b': 'b@1.0.0',
    'node_modules/a': 'a@1.0.0',
    'node_modules/c': 'c@1.0.0',
    'node_modules/a/node_modules/c': 'c@2.0.0',
    'node_modules/d': 'd@1.0.0',
    'node_modules/e': 'e@1.0.0',
  });
});

test('the error about a missing package names it', async () => {
  const root = await temporaryDirectory();
  await install(path.join(root, 'node_modules', 'a'), { dependencies: { gone: '1' } });
  expect(() => packageClosure(['a'], root)).toThrow(/needs the package gone, which is not installed/);
});
