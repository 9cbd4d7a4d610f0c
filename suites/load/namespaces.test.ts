import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clusterClient } from '../../src/cluster/cluster-client.ts';
import { createNamespace } from '../../src/cluster/create-namespace.ts';
import { grantPipelineAccess } from '../../src/cluster/grant-pipeline-access.ts';
import { connectionOf } from '../../src/cluster/kubernetes-access.ts';
import { userHeader } from '../../src/contract/variant.ts';
import { openRun } from '../../src/runner/open-run.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { testResources } from '../../src/testing/test-resources.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { tokenSettings } from './testing/kubernetes-settings.ts';
import { countOf, runK6, scriptPath } from './testing/run-k6.ts';

const namespaces = 3;
const n = 70;

// With several namespaces a multi-user server has a list for each of them, and the Kubernetes API one for all.
test('objects in several namespaces are created, listed and walked', { timeout: patience(120_000) }, async () => {
  const resources = testResources();
  const directory = await temporaryDirectory();
  const run = await resources.use(
    openRun<'local'>({
      environment: { environment: 'local', target: 'reference' },
      modes: [],
      progress: () => {},
      signal: resources.signal,
    }),
  );
  const cluster = clusterClient(connectionOf(run.environment.kubernetes));
  for (let index = 0; index < namespaces; index += 1) await createNamespace(cluster, `load-${index}`);
  await grantPipelineAccess(cluster, 'load@example.com');
  const target = await run.pool.sharedTarget('kubernetes', 'multi-user');
  const headers = path.join(directory, 'headers');
  await writeFile(headers, `${userHeader}: load@example.com\n`);
  const settings = {
    KFP_URL: target.origin,
    KFP_HEADERS_FILE: headers,
    MULTI_USER: 1,
    NAMESPACE: 'load',
    NAMESPACES: namespaces,
    N: n,
    VUS: 2,
    WARM_UP: 0,
    P99_MS: 600_000,
    ...(await tokenSettings(run.environment, 'load-0')),
  };
  const ran = async (script: string, own: Readonly<Record<string, string | number>> = {}) => {
    const { code, logged, metrics } = await runK6(directory, scriptPath(script), { ...settings, COUNT: 3, ...own });
    expect({ script, code, logged }).toEqual({ script, code: 0, logged: [] });
    return metrics;
  };
  await ran('rest/create', { PREFIX: 'rest', FIRST: 0, COUNT: n });
  await ran('crd/create', { PREFIX: 'crd', FIRST: 0, COUNT: n });
  for (const surface of ['rest', 'crd'])
    for (const operation of [
      'get-by-name',
      'list-first-page',
      'list-middle-page',
      'list-last-page',
      'fan-out',
      'walk',
      'walk-beside-writers',
    ]) {
      const metrics = await ran(`${surface}/${operation}`, { PREFIX: surface, FIRST: 3_000, BESIDE: 1 });
      const failed = ['figure_gaps', 'figure_duplicates', 'figure_refused_writes'];
      expect(failed.map((name) => countOf(metrics, name))).toEqual([0, 0, 0]);
    }
  for (const operation of ['list-sorted', 'list-filtered', 'list-by-tag', 'create-with-version', 'read-your-writes'])
    await ran(`rest/${operation}`, { PREFIX: 'rest', FIRST: operation === 'read-your-writes' ? 2_000 : 1_000 });
});
