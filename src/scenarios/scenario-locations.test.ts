import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { packagePath } from '../package-path.ts';
import { loadSuites } from './load-suites.ts';
import { scenarioLocations } from './scenario-locations.ts';

const suites = await loadSuites();
const locations = await scenarioLocations(suites);

test('every scenario has a location, and the line at that location contains its name', async () => {
  const scenarios = suites.flatMap((suite) => suite.scenarios);
  expect([...locations.keys()]).toEqual(scenarios.map(({ name }) => name));
  for (const { name, multiUserVariantOf = name } of scenarios) {
    const { file = '', line = 0 } = locations.get(name) ?? {};
    const text = (await readFile(packagePath(file), 'utf8')).split('\n')[line - 1];
    expect(text, `${file}:${line}`).toContain(`name: '${multiUserVariantOf}'`);
  }
});

test('the file of a location is the one from which the scenario is loaded', async () => {
  for (const { file, scenarios } of suites) {
    const loaded = (await import(packagePath(file))) as { default: { scenarios: readonly { name: string }[] } };
    expect(loaded.default.scenarios.map(({ name }) => name)).toEqual(scenarios.map(({ name }) => name));
    for (const { name } of scenarios) expect(locations.get(name)?.file).toBe(file);
  }
});

test('the npm package contains these files, and no tests of them', async () => {
  const command = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', command, { cwd: packagePath(), maxBuffer: 2 ** 24 });
  const [packed] = JSON.parse(stdout) as readonly { files: readonly { path: string }[] }[];
  const files = packed?.files.map((file) => file.path) ?? [];
  expect(files).toEqual(expect.arrayContaining([...locations.values()].map(({ file }) => file)));
  expect(files.filter((file) => file.startsWith('suites/') && file.endsWith('.test.ts'))).toEqual([]);
});

test('a name that the file does not contain literally is an error', async () => {
  const [suite] = suites;
  if (suite === undefined) throw new Error('there are suites');
  const unknown = { ...suite, scenarios: [{ name: 'put-together', checks: [], run: () => Promise.resolve() }] };
  await expect(scenarioLocations([unknown])).rejects.toThrow(
    `${suite.file}: expected the text \`name: 'put-together'\``,
  );
});
