import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');

/** A rule: the files to which it applies, and their allowed imports, as paths from the root or package names. */
interface Rule {
  readonly why: string;
  readonly files: RegExp;
  readonly allowed: RegExp;
}

/** The imports of a scenario: lanes, people, plain data, and raw access to REST and the Kubernetes API. */
const scenarioImports = [
  'node:(assert/strict|crypto|timers/promises|util)$',
  'suites/',
  'fixtures/',
  'src/(contract|lanes)/',
  'src/scenarios/(context|scenario|suite)\\.ts',
  'src/access/people\\.ts',
  'src/cluster/rule\\.ts',
  'src/clients/(json-response|kfp|kubernetes)\\.ts',
  'src/targets/started-target\\.ts',
  'src/environments/audit-log\\.ts',
  'src/waiting/',
].join('|');

const rules: readonly Rule[] = [
  {
    why: 'the reference implementation shares no code with the harness that judges it',
    files: /^src\/reference\//,
    allowed: /^(src\/reference\/|node:|[a-z@](?!rc\/))/,
  },
  {
    why: 'only its target and the command line import the reference implementation',
    files: /^(src\/(?!reference\/|targets\/reference\.ts|cli\/)|suites\/)/,
    allowed: /^(?!src\/reference\/)/,
  },
  {
    why: 'scenarios use lanes and people, and raw requests only where the requirement needs them',
    files: /^suites\/(?!.*\.(mutants|test)\.ts$)(?!conformance\/(fea\/fea|sec\/(identity|review-outage))\b)/,
    allowed: new RegExp(`^(${scenarioImports})`),
  },
  {
    why: 'these scenarios also use the probe, tokens and outages of access reviews',
    files: /^suites\/conformance\/(fea\/fea|sec\/(identity|review-outage))\b(?!.*\.(mutants|test)\.ts$)/,
    allowed: new RegExp(
      `^(${scenarioImports}|src/clients/(rest-access|token-holder)|src/targets/(probe|rest-access-of)|src/environments/review-outage)`,
    ),
  },
  {
    why: 'mutants change requests and answers, and do not import scenarios',
    files: /^suites\/conformance\/.*\.mutants\.ts$/,
    allowed:
      /^(node:crypto$|src\/(mutants|contract)\/|src\/clients\/(json-response|kubernetes)\.ts|src\/lanes\/crd\.ts|src\/targets\/started-target\.ts|src\/runner\/execute-scenario\.ts)/,
  },
  {
    why: 'only one module uses the container client',
    files: /^(?!src\/environments\/kind\/|src\/targets\/image\.ts)/,
    allowed: /^(?!testcontainers)/,
  },
  {
    why: 'only one module reads kubeconfigs',
    files: /^(?!src\/clients\/kubeconfig\.ts)/,
    allowed: /^(?!@kubernetes\/client-node)/,
  },
  { why: 'generated prose is never compared', files: /^(?!fixtures\/generators\/)/, allowed: /^(?!@faker-js)/ },
];

const sources = async (): Promise<readonly string[]> => {
  const folders = await Promise.all(
    ['src', 'suites', 'fixtures', 'scripts'].map(async (folder) =>
      (await readdir(path.join(root, folder), { recursive: true })).map((file) => path.join(folder, file)),
    ),
  );
  return folders.flat().filter((file) => file.endsWith('.ts') && !file.includes('node_modules'));
};

/** The imports of a file: relative ones as paths from the root, others by name. */
const importsOf = async (file: string): Promise<readonly string[]> => {
  const text = await readFile(path.join(root, file), 'utf8');
  return [...text.matchAll(/(?:^|[;}\s])(?:from|import)\s*\(?\s*'([^'\n]+)'/gm)].flatMap(([, specifier = '']) =>
    specifier.startsWith('.') ? [path.join(path.dirname(file), specifier)] : [specifier],
  );
};

const violations = async (rule: Rule, files: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const file of files.filter((candidate) => rule.files.test(candidate)))
    for (const imported of await importsOf(file))
      if (!rule.allowed.test(imported)) found.push(`${file} imports ${imported}`);
  return found;
};

for (const rule of rules)
  test(`import rule: ${rule.why}`, async () => {
    const files = await sources();
    expect(files.length).toBeGreaterThan(50);
    expect(await violations(rule, files)).toEqual([]);
  });

test('import rule: an area imports only from its own folder and from shared folders', async () => {
  const found: string[] = [];
  for (const file of await sources()) {
    const area = /^suites\/conformance\/[^/]+\//.exec(file)?.[0];
    if (area === undefined) continue;
    for (const imported of await importsOf(file))
      if (imported.startsWith('suites/conformance/') && !imported.startsWith(area))
        found.push(`${file} imports ${imported}`);
  }
  expect(found).toEqual([]);
});

test('a violation of an import rule is found', async () => {
  const rule = { why: 'no file access', files: /^scripts\/import-rule\.test\.ts$/, allowed: /^(?!node:fs)/ };
  expect(await violations(rule, ['scripts/import-rule.test.ts'])).toEqual([
    'scripts/import-rule.test.ts imports node:fs/promises',
  ]);
});
