import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parseDeclarations } from '../contract/declarations-json.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { scenarioLocations } from '../scenarios/scenario-locations.ts';
import { packagePath } from '../package-path.ts';

const suites = await loadSuites();
const locations = await scenarioLocations(suites);

const list = async (...options: readonly string[]): Promise<string> => {
  const command = [packagePath('src/cli/main.ts'), 'list', '--scenarios', ...options];
  return (await promisify(execFile)(process.execPath, command, { maxBuffer: 2 ** 24 })).stdout;
};

test('the list has file and line of every scenario, and in JSON its declaration', async () => {
  const found = JSON.parse(await list('--json')) as readonly {
    name: string;
    file: string;
    line: number;
    declaration: object;
  }[];
  expect(found.map(({ name, file, line }) => [name, { file, line }])).toEqual([...locations]);
  const declarations = parseDeclarations(JSON.stringify(found.map(({ declaration }) => declaration)));
  expect(declarations.map(({ name }) => name)).toEqual([...locations.keys()]);
});

test('the list for a terminal has file and line of every scenario', async () => {
  const rows = (await list())
    .trim()
    .split('\n')
    .map((row) => row.split(/ +/));
  expect(rows[0]).toEqual(['SCENARIO', 'PROFILE', 'FILE', 'REQUIREMENTS']);
  expect(rows.slice(1).map(([name, , location]) => [name, location])).toEqual(
    [...locations].map(([name, { file, line }]) => [name, `${file}:${line}`]),
  );
});
