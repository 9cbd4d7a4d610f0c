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
test('a violation of each kind is found', async () => {
  const root = await temporaryDirectory();
  const packages = ['testcontainers', '@kubernetes/client-node', '@faker-js/faker'];
  const files = {
    'src/contract/outcome.ts': "import type { Report } from '../judgement/schema.ts';\nexport type Outcome = Report;\n",
    'src/judgement/schema.ts': "import type { Agent } from 'node:http';\nexport type Report = Agent;\n",
    'src/clients/http.ts': "import '../judgement/schema.ts';\nimport './socket.ts';\n",
    'src/clients/socket.ts': "import './http.ts';\n",
    'src/reference/main.ts': "import '../text/counted.ts';\n",
    'src/text/counted.ts': '',
    'src/runner/open-run.ts': "import '../reference/main.ts';\n",
    'src/cli/reference.ts': "import '../reference/main.ts';\n",
    'src/lanes/rest.ts': packages.map((name) => `import '${name}';\n`).join(''),
    'suites/conformance/list/pages.suite.ts': "import '../sec/identity.suite.ts';\nimport 'node:http';\n",
    'suites/conformance/list/pages.mutants.ts':
      "import './pages.suite.ts';\nimport '../../../src/targets/instruments.ts';\n",
    'src/targets/instruments.ts': '',
    'suites/conformance/sec/identity.suite.ts': "import 'node:net';\n",
    'suites/load/rest/create.ts': "import '../../../src/text/counted.ts';\n",
    'src/load/data/names.ts': "import 'node:fs';\n",
    'fixtures/x.ts': '',
    'scripts/x.ts': '',
    ...Object.fromEntries(
      packages.flatMap((name) => [
        [`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' })],
        [`node_modules/${name}/index.js`, ''],
      ]),
    ),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  const found = violationsOf(await cruised(root));
  expect(found.toSorted()).toEqual([
    'an area imports only from its own folder and from shared folders: suites/conformance/list/pages.suite.ts imports suites/conformance/sec/identity.suite.ts',
    'generated prose is never compared: src/lanes/rest.ts imports node_modules/@faker-js/faker/index.js',
    'judgement runs anywhere: src/judgement/schema.ts imports http',
    'k6 and Node run the data of load runs: src/load/data/names.ts imports fs',
    'k6 scripts import only k6, each other and the data of load runs: suites/load/rest/create.ts imports src/text/counted.ts',
    'layer of src/clients: src/clients/http.ts imports src/judgement/schema.ts',
    'layer of src/contract: src/contract/outcome.ts imports src/judgement/schema.ts',
    'mutants change the wire, the target and sources, and import neither scenarios nor instruments: suites/conformance/list/pages.mutants.ts imports src/targets/instruments.ts',
    'mutants change the wire, the target and sources, and import neither scenarios nor instruments: suites/conformance/list/pages.mutants.ts imports suites/conformance/list/pages.suite.ts',
    'no circles: src/clients/http.ts imports src/clients/socket.ts',
    'one place reads kubeconfigs: src/lanes/rest.ts imports node_modules/@kubernetes/client-node/index.js',
    'one place starts containers: src/lanes/rest.ts imports node_modules/testcontainers/index.js',
    'scenarios use lanes and people, and raw requests only where the requirement needs them: suites/conformance/list/pages.suite.ts imports http',
    'the harness does not import the reference implementation: src/runner/open-run.ts imports src/reference/main.ts',
    'the reference implementation shares no code with the harness: src/reference/main.ts imports src/text/counted.ts',
    'these scenarios also use the probe, tokens and outages of access reviews: suites/conformance/sec/identity.suite.ts imports net',
  ]);
  const seen = new Set(found.map((violation) => violation.split(': ')[0]));
  const names = importRules.map(({ name = '' }) => name).filter((name) => !name.startsWith('layer of '));
  expect(names.filter((name) => !seen.has(name))).toEqual([]);
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
