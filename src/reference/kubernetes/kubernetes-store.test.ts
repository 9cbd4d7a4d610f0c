import { afterEach, describe, expect, it } from 'vitest';
import { FakeKubernetesApi, kubernetesError } from '../testing/fake-kubernetes-api.ts';
import { createPipeline, createPipelineWithVersion, createVersion } from './kubernetes-create.ts';
import { deletePipeline, deleteVersion } from './kubernetes-delete.ts';
import { apiVersion, collectionPath } from '../kube-api/kubernetes-objects.ts';
import { watchNamespace, stopWatching, pipelineCollection, type KubernetesState } from './kubernetes-state.ts';
import { updateMetadata } from './kubernetes-update.ts';
import type { NewPipeline, NewVersion } from '../model/pipeline-store.ts';

const pipelines = collectionPath('pipelines', 'kubeflow');
const versions = collectionPath('pipelineversions', 'kubeflow');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const following = { systemNamespace: 'kubeflow', hasWebhooks: true, log };
const states: KubernetesState[] = [];

const pipelineSpec = { pipelineInfo: { name: 'p' }, schemaVersion: '2.1.0', root: { dag: { tasks: {} } } };
const pipeline = (name: string): NewPipeline => ({ namespace: '', name, displayName: name, description: '', tags: {} });
const version = (name: string): NewVersion => ({
  name,
  displayName: name,
  description: '',
  tags: {},
  codeSourceUrl: '',
  packageUrl: '',
  pipelineSpec,
  platformSpec: undefined,
});

const start = async (api = new FakeKubernetesApi()): Promise<{ api: FakeKubernetesApi; state: KubernetesState }> => {
  const state = watchNamespace(api, 'kubeflow', following);
  states.push(state);
  await Promise.all([state.pipelines.synced, state.versions.synced]);
  await expect.poll(() => api.watches).toHaveLength(2);
  return { api, state };
};

afterEach(async () => {
  for (const state of states.splice(0)) await stopWatching(state);
});

describe('the Kubernetes store', () => {
  it('leaves nothing behind when the version is refused (FLT-01)', async () => {
    const { api, state } = await start();
    api.intercept = ({ method, path }) => {
      if (method === 'POST' && path === versions) throw kubernetesError(500, '', 'etcdserver: request is too large');
    };
    await expect(createPipelineWithVersion(state, pipeline('p'), version('p'))).rejects.toMatchObject({
      kind: 'invalid',
    });
    expect([api.objects.size, state.pipelines.size]).toEqual([0, 0]);
  });

  it('removes a version that was made although its answer was lost', async () => {
    const { api, state } = await start();
    const post = api.request.bind(api);
    api.request = async (request) => {
      const answer = await post(request);
      if (request.method === 'POST' && request.path === versions) throw kubernetesError(0, 'Unreachable');
      return answer;
    };
    await expect(createPipelineWithVersion(state, pipeline('p'), version('p'))).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(api.objects.size).toBe(0);
  });

  it('says what it left when the clean-up fails too', async () => {
    const { api, state } = await start();
    api.intercept = ({ method, path }) => {
      if (method === 'DELETE' || (method === 'POST' && path === versions))
        throw kubernetesError(500, 'InternalError', 'webhook is down');
    };
    await expect(createPipelineWithVersion(state, pipeline('p'), version('p'))).rejects.toThrow(
      /webhook is down.*left without its version/,
    );
  });

  it('makes nothing at all when a name or a definition is refused', async () => {
    const { api, state } = await start();
    const long = createPipelineWithVersion(state, pipeline('a'.repeat(128)), version('b'.repeat(127)));
    await expect(long).rejects.toMatchObject({ kind: 'invalid' });
    const argo = { ...version('p'), pipelineSpec: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' } };
    await expect(createPipelineWithVersion(state, pipeline('p'), argo)).rejects.toThrow(/Argo/);
    expect(api.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('takes the place of a version that a deleted pipeline of the same name left (garbage not yet collected)', async () => {
    const { api, state } = await start();
    const first = await createPipelineWithVersion(state, pipeline('p'), version('v'));
    api.remove(pipelines, 'p');
    await expect.poll(() => state.pipelines.named('kubeflow', 'p')).toBeUndefined();
    const second = await createPipelineWithVersion(state, pipeline('p'), version('v'));
    expect(second.version.name).toBe(first.version.name);
    expect(second.version.uid).not.toBe(first.version.uid);
  });

  it('refuses a version name that an object of any name has', async () => {
    const { api, state } = await start();
    const { uid } = await createPipeline(state, pipeline('p'));
    api.put(versions, {
      metadata: { name: 'by-kubectl' },
      spec: { pipelineName: 'p', versionName: 'v1', pipelineSpec },
    });
    await expect.poll(() => state.versions.size).toBe(1);
    await expect(createVersion(state, uid, version('v1'))).rejects.toMatchObject({ kind: 'already-exists' });
  });

  it('never answers both a version and the deletion of its pipeline without cascade (VER-31)', async () => {
    const { state } = await start();
    for (let round = 0; round < 10; round++) {
      const { uid } = await createPipeline(state, pipeline(`p${round}`));
      const steps = [() => createVersion(state, uid, version('v')), () => deletePipeline(state, uid, false)];
      const outcomes = await Promise.allSettled((round % 2 ? steps.toReversed() : steps).map((step) => step()));
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('deletes a pipeline with its versions, also those that cannot be read (FLT-13, LIST-24)', async () => {
    const { api, state } = await start();
    const { uid } = await createPipeline(state, pipeline('p'));
    await createVersion(state, uid, version('good'));
    const owner = { apiVersion, kind: 'Pipeline', name: 'p', uid };
    api.put(versions, {
      metadata: { name: 'bad', ownerReferences: [owner] },
      spec: { pipelineSpec: { apiVersion: 'nonsense' } },
    });
    await expect.poll(() => state.versions.size).toBe(2);
    const query = { pageSize: 20, sortBy: 'name', descending: false, predicates: [] };
    const { items } = state.versionIndex.page({ namespace: 'kubeflow', uid, name: 'p' }, query);
    expect(items.map(({ name, unreadable }) => [name, unreadable === undefined])).toEqual([
      ['bad', false],
      ['good', true],
    ]);
    await expect(deletePipeline(state, uid, false)).rejects.toMatchObject({ kind: 'invalid' });
    await deletePipeline(state, uid, true);
    expect([api.objects.size, state.versions.size, state.pipelines.size]).toEqual([0, 0, 0]);
  });

  it('tells that finalizers hold what is deleted, and goes on showing it (FLT-10)', async () => {
    const { api, state } = await start();
    const held = api.put(pipelines, { kind: 'Pipeline', metadata: { name: 'p', finalizers: ['x/y'] } });
    const { uid } = held.metadata;
    await expect.poll(() => state.pipelines.get(uid)).toBeDefined();
    await expect(deletePipeline(state, uid, false)).rejects.toThrow(/waits for its finalizers: x\/y/);
    expect(state.pipelines.get(uid)).toBeDefined();
  });

  it('repeats a change that conflicts, and gives up with a conflict (FLT-11)', async () => {
    const { api, state } = await start();
    const entry = await createPipeline(state, pipeline('p'));
    let conflicts = 3;
    api.intercept = ({ method }) => {
      if (method === 'PATCH' && conflicts-- > 0) throw kubernetesError(409, 'Conflict');
    };
    const changed = await updateMetadata(state, pipelineCollection(state), entry, {
      displayName: 'new',
      tags: { a: 'b' },
    });
    expect(changed.item).toMatchObject({ displayName: 'new', tags: { a: 'b' } });
    conflicts = Infinity;
    const refusedChange = updateMetadata(state, pipelineCollection(state), entry, { displayName: 'never' });
    await expect(refusedChange).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('changes a Pipeline without a spec, and does not change its namesake', async () => {
    const { api, state } = await start();
    api.put(pipelines, { metadata: { name: 'p' } });
    await expect.poll(() => state.pipelines.named('kubeflow', 'p')).toBeDefined();
    const entry = state.pipelines.named('kubeflow', 'p');
    if (!entry) throw new Error('expected the pipeline in the cache');
    const changed = await updateMetadata(state, pipelineCollection(state), entry, { tags: { a: 'b' } });
    expect(changed.item).toMatchObject({ displayName: 'p', tags: { a: 'b' } });
    api.remove(pipelines, 'p', true);
    api.put(pipelines, { metadata: { name: 'p' }, spec: {} }, true);
    const late = updateMetadata(state, pipelineCollection(state), changed, { displayName: 'wrong' });
    await expect(late).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('deletes exactly the version that was asked for', async () => {
    const { api, state } = await start();
    const { uid } = await createPipeline(state, pipeline('p'));
    const made = await createVersion(state, uid, version('v'));
    api.remove(versions, made.name, true);
    api.put(
      versions,
      { metadata: { name: made.name }, spec: { pipelineName: 'p', versionName: 'v', pipelineSpec } },
      true,
    );
    await expect(deleteVersion(state, uid, made.uid)).rejects.toMatchObject({ kind: 'not-found' });
    expect(api.objects.has(`${versions}/${made.name}`)).toBe(true);
    expect(state.versions.get(made.uid)).toBeUndefined();
  });
});
