import { stat } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { collectionPath } from '../clients/kubernetes.ts';
import { userHeader } from '../contract/variant.ts';
import { resolveTarget } from '../targets/resolve-target.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { testResources } from '../testing/test-resources.ts';
import { patience } from '../waiting/slowness.ts';
import { openBench } from './bench.ts';
import { planSchema } from './plan.ts';
import { proveStore } from './prove-store.ts';
import { scriptVariables } from './script-variables.ts';
import { seedStore } from './seed.ts';
import { emptyStore } from './store-contents.ts';

const plan = planSchema.parse({
  name: 'multi-user',
  objects: [10],
  tenancy: 'multi-user',
  namespaces: 2,
  operations: ['get-by-name'],
  loop: { kind: 'closed', iterations: 10 },
});
const contents = { pipelines: 10, versions: 4 };
const seed = 1;

const version = (namespace: string) => ({
  apiVersion: 'pipelines.kubeflow.org/v2beta1',
  kind: 'PipelineVersion',
  metadata: { name: 'of-nothing', namespace },
  spec: { pipelineName: 'nothing', pipelineSpec: {} },
});

// Starts real components, which `npm test` has set up before.
test(
  'a bench of several users’ namespaces is filled, read back, and pays for access reviews',
  { timeout: patience(120_000) },
  async () => {
    const { use, signal, defer } = testResources();
    vi.stubEnv('KFP_CONFORMANCE_STATE', await temporaryDirectory());
    defer(() => vi.unstubAllEnvs());
    const target = await resolveTarget('reference');
    const waiting = { progress: () => {}, signal };
    const bench = await use(await openBench({ plan, target, storage: 'kubernetes', webhooks: true, ...waiting }));
    const { cluster, instance, namespaces, variables, k6 } = bench;
    expect(namespaces).toEqual(['kfp-load-0', 'kfp-load-1']);
    expect((await stat(variables['KFP_HEADERS_FILE'] ?? '')).mode & 0o777).toBe(0o600);
    await seedStore(bench, { plan, seed, from: emptyStore, to: contents, progress: () => {}, signal });
    expect(await proveStore(bench, { plan, seed, contents })).toMatchObject({ counted: 10, sampled: 14, equal: 14 });

    // The webhooks of the target select these namespaces.
    for (const namespace of namespaces) {
      const path = collectionPath(namespace, 'pipelineversions');
      const refused = await cluster.call('POST', path, version(namespace));
      expect(refused.body).toContain('webhook');
    }

    const loop = { kind: 'count', iterations: 10, virtualUsers: 2 } as const;
    const own = scriptVariables(plan, { seed, contents, first: 10, loop });
    for (const script of ['rest/get-by-name', 'rest/walk', 'crd/walk', 'crd/get-unknown']) {
      const summary = await k6.run({ script, variables: { ...variables, ...own } }, signal);
      const counted = ['iterations', 'wrong_answers', 'script_errors', 'figure_gaps'].map((name) =>
        summary.counter(name),
      );
      expect({ script, counted }).toEqual({ script, counted: [10, 0, 0, 0] });
    }

    const get = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${instance.origin}/apis/v2beta1/pipelines?namespace=kfp-load-0`, { headers });
    expect((await get(bench.restHeaders)).status).toBe(200);
    expect((await get({ [userHeader]: 'another@example.com' })).status).toBe(403);
  },
);
