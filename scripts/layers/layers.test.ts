import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package-path.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { importRules } from './import-rules.ts';
import { layers, reference } from './layers.ts';
import { contributing, withLayerPicture } from './layer-picture.ts';

const places = layers.flatMap((layer) => Object.keys(layer));

const cruised = async (baseDir: string): Promise<ICruiseResult> => {
  const { output } = await cruise(['src', 'suites', 'fixtures', 'scripts'], {
    baseDir,
    validate: true,
    ruleSet: { forbidden: [...importRules] },
    // Type imports count too, since they also couple files.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)toolchain/' },
  });
  return output as ICruiseResult;
};

const violationsOf = ({ summary }: ICruiseResult): readonly string[] =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`);

test('imports follow the layers, without circles', async () => {
  const result = await cruised(packageRoot);
  expect(result.summary.totalCruised).toBeGreaterThan(500);
  expect(violationsOf(result)).toEqual([]);
});

// Why: a rule whose pattern matches no file enforces nothing.
test('imports from a higher or the same layer, circular imports and network imports in judgement are found', async () => {
  const root = await temporaryDirectory();
  const files = {
    'src/contract/outcome.ts': "import type { Report } from '../judgement/schema.ts';\nexport type Outcome = Report;\n",
    'src/judgement/schema.ts': "import type { Agent } from 'node:http';\nexport type Report = Agent;\n",
    'src/clients/http.ts': "import '../judgement/schema.ts';\nimport './socket.ts';\n",
    'src/clients/socket.ts': "import './http.ts';\n",
    'suites/conformance/list/pages.suite.ts': "import '../sec/roles.ts';\nimport 'node:http';\n",
    'suites/conformance/list/pages.mutants.ts': "import './pages.suite.ts';\n",
    'suites/conformance/sec/roles.ts': '',
    'fixtures/x.ts': '',
    'scripts/x.ts': '',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  expect(violationsOf(await cruised(root)).toSorted()).toEqual([
    'an area imports only from its own folder and from shared folders: suites/conformance/list/pages.suite.ts imports suites/conformance/sec/roles.ts',
    'judgement runs anywhere: src/judgement/schema.ts imports http',
    'layer of src/clients: src/clients/http.ts imports src/judgement/schema.ts',
    'layer of src/contract: src/contract/outcome.ts imports src/judgement/schema.ts',
    'mutants change requests and answers, and do not import scenarios: suites/conformance/list/pages.mutants.ts imports suites/conformance/list/pages.suite.ts',
    'no circles: src/clients/http.ts imports src/clients/socket.ts',
    'scenarios use lanes and people, and raw requests only where the requirement needs them: suites/conformance/list/pages.suite.ts imports http',
  ]);
});

test('every folder of the source has one layer, and there are at least eight', async () => {
  const entries = await readdir(path.join(packageRoot, 'src'));
  expect(entries.map((name) => `src/${name}`).toSorted()).toEqual(
    [...places, reference.folder].filter((place) => place.startsWith('src/')).toSorted(),
  );
  const suites = await readdir(path.join(packageRoot, 'suites'), { withFileTypes: true });
  for (const { name } of suites.filter((entry) => entry.isDirectory())) expect(places).toContain(`suites/${name}`);
  expect(new Set(places).size).toBe(places.length);
  expect(layers.length).toBeGreaterThanOrEqual(8);
});

test('CONTRIBUTING.md shows these layers (`npm run layers` writes them)', async () => {
  const text = await readFile(path.join(packageRoot, contributing), 'utf8');
  expect(withLayerPicture(text)).toBe(text);
});
