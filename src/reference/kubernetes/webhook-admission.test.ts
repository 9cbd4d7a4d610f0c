import { afterEach, describe, expect, it } from 'vitest';
import { FakeKubernetesApi } from '../testing/fake-kubernetes-api.ts';
import { deletePipeline } from './kubernetes-delete.ts';
import { apiVersion, collectionPath, pipelineIdLabel, pipelineNameLabel } from '../kube-api/kubernetes-objects.ts';
import { watchNamespace, stopWatching, type KubernetesState } from './kubernetes-state.ts';
import { mutateVersion } from './webhook-mutate.ts';
import { readReview, type AdmissionRequest } from './webhook-review.ts';
import { validatePipeline, validateVersion } from './webhook-validate.ts';

const pipelines = collectionPath('pipelines', 'kubeflow');
const versions = collectionPath('pipelineversions', 'kubeflow');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const following = { systemNamespace: 'kubeflow', hasWebhooks: true, log };
const states: KubernetesState[] = [];
const pipelineSpec = { pipelineInfo: { name: 'p' }, schemaVersion: '2.1.0', root: { dag: { tasks: {} } } };

const start = async (): Promise<{ api: FakeKubernetesApi; state: KubernetesState }> => {
  const api = new FakeKubernetesApi();
  const state = watchNamespace(api, 'kubeflow', following);
  states.push(state);
  await expect.poll(() => api.watches).toHaveLength(2);
  return { api, state };
};

const review = (fields: {
  name?: string;
  metadata?: object;
  spec?: object;
  old?: object;
  dryRun?: boolean;
}): AdmissionRequest => {
  const { name = 'v', metadata = {}, spec = {}, old, dryRun = false } = fields;
  const base = { pipelineName: 'p', pipelineSpec };
  return readReview({
    request: {
      uid: 'review',
      operation: old ? 'UPDATE' : 'CREATE',
      namespace: 'kubeflow',
      name,
      dryRun,
      object: { metadata: { name, ...metadata }, spec: { ...base, ...spec } },
      ...(old ? { oldObject: { metadata: { name }, spec: { ...base, ...old } } } : {}),
    },
  });
};

afterEach(async () => {
  for (const state of states.splice(0)) await stopWatching(state);
});

describe('mutating a PipelineVersion', () => {
  it('sets labels and owner, repairs wrong ones, and keeps those of others (WH-10 to WH-13)', async () => {
    const { api, state } = await start();
    const { uid } = api.put(pipelines, { metadata: { name: 'p' } }).metadata;
    const foreign = { apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'c' };
    const wrong = { apiVersion, kind: 'Pipeline', name: 'q', uid: 'q' };
    const metadata = { labels: { own: '1', [pipelineIdLabel]: 'q' }, ownerReferences: [wrong, foreign] };
    expect(await mutateVersion(state, review({ metadata }))).toEqual([
      {
        op: 'add',
        path: '/metadata/labels',
        value: { own: '1', [pipelineIdLabel]: uid, [pipelineNameLabel]: 'p' },
      },
      {
        op: 'add',
        path: '/metadata/ownerReferences',
        value: [{ apiVersion, kind: 'Pipeline', name: 'p', uid, blockOwnerDeletion: true }, foreign],
      },
    ]);
  });

  it('changes nothing in what is right already, so that applying twice is no change (GIT-05)', async () => {
    const { api, state } = await start();
    const { uid } = api.put(pipelines, { metadata: { name: 'p' } }).metadata;
    const metadata = {
      labels: { [pipelineIdLabel]: uid, [pipelineNameLabel]: 'p' },
      ownerReferences: [{ apiVersion, kind: 'Pipeline', name: 'p', uid }],
    };
    expect(await mutateVersion(state, review({ metadata, old: {} }))).toEqual([]);
  });

  it('denies a version of no pipeline, and of one that is being deleted', async () => {
    const { api, state } = await start();
    await expect(mutateVersion(state, review({}))).rejects.toThrow(/"p" does not name an existing Pipeline/);
    api.put(pipelines, { metadata: { name: 'p', deletionTimestamp: '2026-01-01T00:00:00Z' } });
    await expect(mutateVersion(state, review({}))).rejects.toThrow(/being deleted/);
  });

  it('lets owners go when a pipeline is deleted with --cascade=orphan (GIT-22), and finalizers always (WH-27)', async () => {
    const { api, state } = await start();
    expect(await mutateVersion(state, review({ old: {}, metadata: { deletionTimestamp: 'x' } }))).toEqual([]);
    expect(await mutateVersion(state, review({ old: {} }))).toEqual([]);
    api.put(pipelines, { metadata: { name: 'p', deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['orphan'] } });
    expect(await mutateVersion(state, review({ old: {} }))).toEqual([]);
  });
});

describe('validating a PipelineVersion', () => {
  const refused: readonly (readonly [string, Parameters<typeof review>[0], RegExp])[] = [
    ['an Argo workflow', { spec: { pipelineSpec: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' } } }, /Argo/],
    ['a spec that is none', { spec: { pipelineSpec: {} } }, /pipelineInfo/],
    ['a platform spec that is text', { spec: { platformSpec: 'kubernetes' } }, /platform spec/],
    [
      'a bad pipelineInfo.name',
      { spec: { pipelineSpec: { ...pipelineSpec, pipelineInfo: { name: 'A b' } } } },
      /pipelineInfo.name/,
    ],
    ['21 tags', { spec: { tags: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, ''])) } }, /20/],
    ['128 characters of version name', { spec: { versionName: 'v'.repeat(128) } }, /127/],
    ['256 characters of display name', { spec: { displayName: 'd'.repeat(256) } }, /255/],
    ['names too long together', { name: 'v'.repeat(127), spec: { pipelineName: 'p'.repeat(128) } }, /253/],
    ['a changed description', { spec: { description: 'b' }, old: { description: 'a' } }, /immutable.*description/],
    [
      'a changed pipelineSpec',
      { old: { pipelineSpec: { ...pipelineSpec, sdkVersion: 'x' } } },
      /immutable.*pipelineSpec/,
    ],
    ['an added versionName', { spec: { versionName: 'v' }, old: {} }, /immutable.*versionName/],
    ['tags made too many', { spec: { tags: { 'a.b': '' } }, old: { tags: {} } }, /63 characters without/],
  ];
  it.each(refused)('denies %s', async (_what, fields, message) => {
    const { api, state } = await start();
    api.put(pipelines, { metadata: { name: 'p' } });
    await expect(validateVersion(state, review(fields))).rejects.toThrow(message);
  });

  it('allows what REST can change, and anything in what is being deleted', async () => {
    const { state } = await start();
    const changed = review({ spec: { displayName: 'new', tags: { a: 'b' } }, old: { description: '' } });
    const leaving = review({ spec: { description: 'b' }, old: {}, metadata: { deletionTimestamp: 'x' } });
    await expect(validateVersion(state, changed)).resolves.toBeUndefined();
    await expect(validateVersion(state, leaving)).resolves.toBeUndefined();
  });

  it('admits one of parallel creations of a version name under different object names (VER-29)', async () => {
    const { api, state } = await start();
    api.put(pipelines, { metadata: { name: 'p' } });
    const names = Array.from({ length: 20 }, (_, n) => `object-${n}`);
    const outcomes = await Promise.allSettled(
      names.map((name) => validateVersion(state, review({ name, spec: { versionName: 'v1' } }))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('denies a version whose pipeline was deleted after the mutating webhook saw it, and gives its name back (VER-31)', async () => {
    const { api, state } = await start();
    const metadata = { ownerReferences: [{ apiVersion, kind: 'Pipeline', name: 'p', uid: 'gone' }] };
    await expect(validateVersion(state, review({ metadata }))).rejects.toThrow(/does not name an existing Pipeline/);
    expect(api.leases.size).toBe(0);
  });

  it('admits nothing and waits for what was admitted while the pipeline is being deleted (VER-31)', async () => {
    const { api, state } = await start();
    const { uid } = api.put(pipelines, { metadata: { name: 'p' } }).metadata;
    await expect.poll(() => state.pipelines.size).toBe(1);
    // Never sent: the review did not come from kube-apiserver, or another webhook rejected the object.
    await validateVersion(state, review({ name: 'forged' }));
    const deletion = deletePipeline(state, uid, false);
    await expect(validateVersion(state, review({ name: 'again', spec: { versionName: 'w' } }))).rejects.toThrow(
      /being deleted/,
    );
    await deletion;
    expect(api.objects.has(`${pipelines}/p`)).toBe(false);
  });

  it('lets no pipeline be deleted whose version was admitted and arrives (VER-31)', async () => {
    const { api, state } = await start();
    const { uid } = api.put(pipelines, { metadata: { name: 'p' } }).metadata;
    await expect.poll(() => state.pipelines.size).toBe(1);
    await validateVersion(state, review({}));
    const deletion = deletePipeline(state, uid, false);
    const ownerReferences = [{ apiVersion, kind: 'Pipeline', name: 'p', uid }];
    const labels = { [pipelineIdLabel]: uid };
    api.put(versions, { metadata: { name: 'v', ownerReferences, labels }, spec: { pipelineName: 'p' } });
    await expect(deletion).rejects.toThrow(/has versions/);
  });

  it('does not hold a name for a dry run, nor for an object that was deleted a moment ago', async () => {
    const { api, state } = await start();
    api.put(pipelines, { metadata: { name: 'p' } });
    const create = (name: string, dryRun = false): Promise<void> =>
      validateVersion(state, review({ name, dryRun, spec: { versionName: 'v1' } }));
    await create('tried', true);
    await create('first');
    api.put(versions, { metadata: { name: 'first' }, spec: { pipelineName: 'p', versionName: 'v1' } });
    await expect.poll(() => state.versions.size).toBe(1);
    await expect(create('second')).rejects.toThrow(/already, the object first/);
    api.remove(versions, 'first', true);
    await create('second');
  });
});

describe('validating a Pipeline', () => {
  it('denies what REST denies, but lets old objects be relabelled', async () => {
    const tags = { 'a.b': '' };
    await expect(validatePipeline(review({ spec: { tags } }))).rejects.toThrow(/63 characters without/);
    await expect(validatePipeline(review({ name: 'p'.repeat(129) }))).rejects.toThrow(/128/);
    await validatePipeline(review({ spec: { tags }, old: { tags } }));
  });
});
