import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { packagePath } from '../package-path.ts';
import { loadedBy } from '../testing/loaded-modules.ts';

test('src/contract and src/judgement load neither a test runner nor a network client', async () => {
  const modules: string[] = [];
  for (const folder of ['src/contract', 'src/judgement'])
    for (const file of await readdir(packagePath(folder)))
      if (file.endsWith('.ts') && !file.endsWith('.test.ts')) modules.push(`./${folder}/${file}`);
  const program = modules.map((file) => `import '${file}';`).join('\n');
  const { code, output, files, packages, builtins } = await loadedBy('--input-type=module', '--eval', program);
  expect(code, `Node said: ${output}`).toBe(0);
  expect(files).toEqual(expect.arrayContaining(modules.map((file) => file.slice('./'.length))));
  expect(
    files.filter((file) => !/^src\/(contract|judgement|text|failures)\/|^src\/package-path\.ts$/.test(file)),
  ).toEqual([]);
  expect(packages).toEqual(['semver', 'yaml', 'zod']);
  expect(
    builtins.filter((name) => /^node:(net|tls|http|https|http2|dgram|child_process|worker_threads)$/.test(name)),
  ).toEqual([]);
});

test('a network client would be detected', async () => {
  const { builtins, packages } = await loadedBy('--input-type=module', '--eval', "import 'node:net'; import 'undici';");
  expect(builtins).toContain('node:net');
  expect(packages).toContain('undici');
});
