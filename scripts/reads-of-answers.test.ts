import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/package-path.ts';

/**
 * The files that read a body whatever the answer is, each with the reason. Everything else reads answers with `jsonOf`,
 * `presence`, `itemsOf` and the surfaces, which throw for an answer that says nothing.
 */
const bodyReaders: Readonly<Record<string, string>> = {
  'src/clients/json-response.ts': 'defines the readers',
  'src/mutants/json-in.ts': 'a mutant changes an answer and judges nothing by it',
  'src/reproduction/response-values.ts': 'finds ids in recorded answers for a script',
  'src/cluster/cluster-client.ts': 'checks status and object itself: /version has no kind',
  'src/environments/existing/preflight/health.ts': 'gives a remedy for an answer that is none of KFP',
  'src/environments/existing/preflight/storage-probe.ts': 'checks the status itself, and reports a missing id',
  'src/targets/probes/probe-answer.ts': 'checks the status itself',
  'src/access/as-tenant.ts': 'reads a request',
  'src/cluster/own-labels.ts': 'reads a request',
  'src/load/restart/pages.ts': 'checks the status itself: a server that starts may answer anything',
  'src/load/testing/stub-kfp.ts': 'is a server, and reads requests',
  'suites/expectations/uploads.ts': 'describes a refusal',
  'suites/expectations/leak-markers.ts': 'looks for texts in answers of any status',
  'suites/expectations/cluster-scoped.ts': 'changes a request',
  'suites/expectations/testing/memory-server.ts': 'is a server, and reads requests',
  'suites/conformance/crud/unknown.suite.ts': 'compares the body of a refusal',
  'suites/conformance/v1a/v1a.suite.ts': 'looks for a stack trace in answers of any status',
};

const readsBody = /\bjsonObject\(|JSON\.parse\(.*\bbody\b/;
/** A list read as a field: it would not be looked at whether the answer is a list. */
const readsList = /\bobjects\(.*, '(?:items|pipelines|pipeline_versions)'\)/;

const sources = globSync('{src,suites}/**/*.ts', { cwd: packageRoot })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => !/^src\/reference\/|\.(?:test|integration|mutants)\.ts$/.test(file));

const matching = async (pattern: RegExp): Promise<readonly string[]> => {
  const found = await Promise.all(
    sources.map(async (file) => (pattern.test(await readFile(path.join(packageRoot, file), 'utf8')) ? [file] : [])),
  );
  return found.flat().toSorted();
};

test('only these files read a body whatever the answer is', async () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(await matching(readsBody)).toEqual(Object.keys(bodyReaders).toSorted());
});

test('lists are read by `itemsOf`, which wants a list', async () => {
  const found = await matching(readsList);
  expect(found.filter((file) => !file.startsWith('src/mutants/'))).toEqual([]);
});

test.each([
  "objects(jsonOf(answer), 'items')",
  "objects(jsonOf(await kfp.call('GET', versions)), 'pipeline_versions')",
  "objects(page, 'pipelines')",
])('a list read as a field is detected: %s', (text) => {
  expect(readsList.test(text)).toBe(true);
});
