import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { loadRequirements } from '../src/contract/load-requirements.ts';
import { declaredIn, parityChecksIn, scenarioLanes } from '../src/judgement/declared-checks.ts';
import type { Mutant } from '../src/mutants/mutant.ts';
import type { Suite } from '../src/scenarios/scenario.ts';
import { suiteFiles, type SuiteFileKind } from '../src/scenarios/suite-files.ts';

const suites = import.meta.dirname;
const catalogue = await loadRequirements();
const areaOf = (requirement: string): string => catalogue.get(requirement)?.area ?? 'none';
/** The area that a file's folder is named after. */
const folderArea = (file: string): string => path.basename(path.dirname(file)).toUpperCase();

/** Loads the default export of every file of a kind, with the path of the file. */
const load = async (kind: SuiteFileKind): Promise<readonly { file: string; content: unknown }[]> =>
  Promise.all(
    (await suiteFiles(kind)).map(async (file) => {
      const { default: content } = (await import(pathToFileURL(file).href)) as { default: unknown };
      return { file, content };
    }),
  );

const misplaced = (file: string, name: string, requirements: readonly string[]): readonly string[] => {
  const areas = [...new Set(requirements.map(areaOf))];
  return areas.includes(folderArea(file))
    ? []
    : [`${path.relative(suites, file)}: ${name} is about ${areas.join(', ')}`];
};

test('every requirement is in the folder of its area', async () => {
  const ids: string[] = [];
  for (const folder of await readdir(path.join(suites, 'conformance'))) {
    const text = await readFile(path.join(suites, 'conformance', folder, 'requirements.yaml'), 'utf8');
    const own = [...text.matchAll(/^ +- id: (\S+)$/gm)].map(([, id = '']) => id);
    expect(new Set(own.map(areaOf))).toEqual(new Set([folder.toUpperCase()]));
    ids.push(...own);
  }
  expect(ids.toSorted()).toEqual([...catalogue.keys()].toSorted());
});

test('every scenario is in the folder of an area whose requirements it decides', async () => {
  const found = (await load('suite')).flatMap(({ file, content }) =>
    (content as Suite).scenarios.flatMap((scenario) =>
      misplaced(file, scenario.name, [
        ...declaredIn(scenario),
        ...scenarioLanes(scenario).flatMap((lane) => parityChecksIn(scenario, lane, catalogue)),
      ]),
    ),
  );
  expect(found).toEqual([]);
});

test('every mutant is in the folder of an area whose checks it fails', async () => {
  const found = (await load('mutants')).flatMap(({ file, content }) =>
    (content as readonly Mutant[]).flatMap(({ name, kills }) =>
      misplaced(
        file,
        name,
        kills.map((kill) => (typeof kill === 'string' ? kill : kill.requirement)),
      ),
    ),
  );
  expect(found).toEqual([]);
});

/** The files that each file imports, as paths relative to `suites/`. */
const importsIn = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
  const files = (await readdir(suites, { recursive: true })).filter((file) => file.endsWith('.ts'));
  return new Map(
    await Promise.all(
      files.map(async (file) => {
        const text = await readFile(path.join(suites, file), 'utf8');
        const imported = [...text.matchAll(/ from '(\.[^']+)'/g)];
        return [file, imported.map(([, specifier = '']) => path.join(path.dirname(file), specifier))] as const;
      }),
    ),
  );
};

test('an expectation is in the folder of the only area that uses it, or in the shared folder', async () => {
  const imports = await importsIn();
  const areasThatUse = (file: string): ReadonlySet<string> =>
    new Set(
      [...imports].flatMap(([user, imported]) => {
        if (!imported.includes(file)) return [];
        return user.startsWith('conformance/') ? [user.split('/')[1] ?? ''] : [...areasThatUse(user)];
      }),
    );
  const wrong = [...imports.keys()]
    .filter((file) => !/\.(suite|mutants|test)\.ts$|\/testing\//.test(file))
    .flatMap((file) => {
      const areas = [...areasThatUse(file)];
      const home = file.startsWith('conformance/') ? file.split('/')[1] : 'expectations';
      return home === (areas.length === 1 ? areas[0] : 'expectations')
        ? []
        : [`${file} is used by ${areas.join(', ') || 'no area'}`];
    });
  expect(wrong).toEqual([]);
});
