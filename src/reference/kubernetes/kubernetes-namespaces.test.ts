import { afterEach, describe, expect, it } from 'vitest';
import { FakeKubernetesApi, kubernetesError } from '../testing/fake-kubernetes-api.ts';
import { apiVersion, collectionPath, pipelineIdLabel } from '../kube-api/kubernetes-objects.ts';
import { watchNamespace } from './kubernetes-state.ts';
import { kubernetesStore, type KubernetesStore } from './kubernetes-store.ts';
import type { ListQuery } from '../model/listing.ts';
import type { NewPipeline, NewVersion } from '../model/pipeline-store.ts';
import { readReview, type AdmissionRequest } from './webhook-review.ts';
import { mutateVersion } from './webhook-mutate.ts';
import { validateVersion } from './webhook-validate.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const following = { systemNamespace: 'kubeflow', hasWebhooks: true, log };
const pipelineSpec = { pipelineInfo: { name: 'p' }, schemaVersion: '2.1.0', root: { dag: { tasks: {} } } };
const byName: ListQuery = { pageSize: 2, sortBy: 'name', descending: false, predicates: [] };
const stores: KubernetesStore[] = [];

const pipeline = (namespace: string, name: string): NewPipeline => {
  return { namespace, name, displayName: name, description: '', tags: {} };
};
const version = (name: string): NewVersion => {
  const texts = { displayName: name, description: '', codeSourceUrl: '', packageUrl: '' };
  return { name, ...texts, tags: {}, pipelineSpec, platformSpec: undefined };
};

const start = async (namespace?: string): Promise<{ api: FakeKubernetesApi; store: KubernetesStore }> => {
  const api = new FakeKubernetesApi();
  const store = kubernetesStore({
    api,
    state: watchNamespace(api, namespace, following),
    shared: undefined,
    pageTokenKey: Buffer.alloc(32),
  });
  stores.push(store);
  await expect.poll(() => api.watches).toHaveLength(2);
  return { api, store };
};

/** A version object in another namespace that claims to belong to a pipeline of this uid. */
const forge = (api: FakeKubernetesApi, namespace: string, name: string, uid: string): string => {
  const owner = { apiVersion, kind: 'Pipeline', name: 'p', uid };
  const labels = { [pipelineIdLabel]: uid };
  const spec = { pipelineName: 'p', versionName: 'forged', pipelineSpec };
  const metadata = { name, ...(name === 'labelled' ? { labels } : { labels, ownerReferences: [owner] }) };
  return api.put(collectionPath('pipelineversions', namespace), { metadata, spec }).metadata.uid;
};

afterEach(async () => {
  for (const store of stores.splice(0)) await store[Symbol.asyncDispose]();
});

describe('the Kubernetes store of all namespaces', () => {
  it('lists, counts and pages within the namespace that was asked for', async () => {
    const { api, store } = await start();
    for (const name of ['a', 'b', 'c']) await store.createPipeline(pipeline('mine', name));
    api.put(collectionPath('pipelines', 'yours'), { metadata: { name: 'b' } });
    await expect.poll(() => store.state.pipelines.size).toBe(4);
    const first = await store.listPipelines('mine', byName);
    expect([first.items.map(({ name }) => name), first.totalSize]).toEqual([['a', 'b'], 3]);
    // As if the position in one list were used in another: the page continues from there, without items of the first
    // list.
    const { next } = await store.listPipelines('mine', { ...byName, pageSize: 1 });
    const page = await store.listPipelines('yours', { ...byName, ...(next ? { after: next } : {}) });
    expect(page.items.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(['yours/b']);
    expect(await store.listPipelines('empty', byName)).toEqual({ items: [], totalSize: 0 });
  });

  it('keeps namesakes apart in every call', async () => {
    const { store } = await start();
    const mine = await store.createPipelineWithVersion(pipeline('mine', 'p'), version('v'));
    const yours = await store.createPipelineWithVersion(pipeline('yours', 'p'), version('v'));
    expect(mine.version.objectName).toBe(yours.version.objectName);
    expect((await store.getPipelineByName('yours', 'p')).id).toBe(yours.pipeline.id);
    await expect(store.getPipelineByName('theirs', 'p')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(store.getVersion(mine.pipeline.id, yours.version.id)).rejects.toMatchObject({ kind: 'not-found' });
    await store.updatePipeline(yours.pipeline.id, { displayName: 'changed' });
    await store.updateVersion(yours.pipeline.id, yours.version.id, { displayName: 'changed' });
    expect((await store.getPipeline(mine.pipeline.id)).displayName).toBe('p');
    expect((await store.getVersion(mine.pipeline.id, mine.version.id)).displayName).toBe('v');
    await store.deletePipeline(yours.pipeline.id, true);
    expect((await store.listVersions(mine.pipeline.id, byName)).totalSize).toBe(1);
    await expect(store.createPipeline(pipeline('mine', 'p'))).rejects.toMatchObject({ kind: 'already-exists' });
  });

  it('finds a pipeline that was applied a moment ago, in its own namespace only', async () => {
    const { api, store } = await start();
    api.put(collectionPath('pipelines', 'mine'), { metadata: { name: 'p' } }, true);
    await expect(store.getPipelineByName('yours', 'p')).rejects.toMatchObject({ kind: 'not-found' });
    expect((await store.getPipelineByName('mine', 'p')).namespace).toBe('mine');
    const requests = api.requests.length;
    await expect(store.getPipelineByName('mine', '..')).rejects.toMatchObject({ kind: 'not-found' });
    expect(api.requests).toHaveLength(requests);
  });

  it.each(['labelled', 'owned'])('takes no version from another namespace, however it is %s', async (name) => {
    const { api, store } = await start();
    const { id } = await store.createPipeline(pipeline('mine', 'p'));
    const forged = forge(api, 'yours', name, id);
    await expect.poll(() => store.state.versions.size).toBe(1);
    expect(await store.listVersions(id, byName)).toEqual({ items: [], totalSize: 0 });
    await expect(store.getVersion(id, forged)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(store.deleteVersion(id, forged)).rejects.toMatchObject({ kind: 'not-found' });
    expect((await store.createVersion(id, version('forged'))).name).toBe('forged');
    await store.deletePipeline(id, true);
    expect(store.state.versions.get(forged)).toBeDefined();
  });

  it('is not kept from deleting a pipeline by what lies in another namespace', async () => {
    const { api, store } = await start();
    const { id } = await store.createPipeline(pipeline('mine', 'p'));
    forge(api, 'yours', 'owned', id);
    await expect.poll(() => store.state.versions.size).toBe(1);
    await store.deletePipeline(id, false);
  });

  it('tells a namespace that does not exist from CRDs that are not installed', async () => {
    const { api, store } = await start();
    api.intercept = () => {
      throw kubernetesError(404, 'NotFound', 'namespaces "mine" not found');
    };
    await expect(store.createPipeline(pipeline('mine', 'p'))).rejects.toMatchObject({ kind: 'invalid' });
    api.intercept = () => {
      throw kubernetesError(404, 'NotFound', 'the server could not find the requested resource');
    };
    await expect(store.createPipeline(pipeline('mine', 'p'))).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('makes nothing without a namespace', async () => {
    const { api, store } = await start();
    const both = store.createPipelineWithVersion(pipeline('', 'p'), version('v'));
    await expect(both).rejects.toMatchObject({ kind: 'invalid' });
    await expect(store.createPipeline(pipeline('', 'p'))).rejects.toMatchObject({ kind: 'invalid' });
    await expect(store.listPipelines('', byName)).rejects.toMatchObject({ kind: 'invalid' });
    expect(api.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('the webhooks of all namespaces', () => {
  const review = (namespace: string, metadata: object = {}, name = 'v'): AdmissionRequest => {
    const object = { metadata: { name, ...metadata }, spec: { pipelineName: 'p', versionName: 'v', pipelineSpec } };
    return readReview({ request: { uid: 'review', operation: 'CREATE', namespace, name, object } });
  };
  const ownedBy = (uid: string) => ({
    ownerReferences: [{ apiVersion, kind: 'Pipeline', name: 'p', uid }],
  });

  it('look for the pipeline in the namespace of the version', async () => {
    const { api, store } = await start();
    const { metadata } = api.put(collectionPath('pipelines', 'mine'), { metadata: { name: 'p' } });
    await expect(mutateVersion(store.state, review('yours'))).rejects.toThrow(/of namespace yours/);
    const [labels] = await mutateVersion(store.state, review('mine'));
    expect(labels?.value).toMatchObject({ [pipelineIdLabel]: metadata.uid });
  });

  it('let the same version name be used in every namespace, and once in each', async () => {
    const { api, store } = await start();
    for (const namespace of ['mine', 'yours']) {
      api.put(collectionPath('pipelines', namespace), { metadata: { name: 'p' } });
      await validateVersion(store.state, review(namespace));
      await expect(validateVersion(store.state, review(namespace, {}, 'other'))).rejects.toThrow(/already/);
    }
  });

  it('neither tell of a pipeline of another namespace, nor hold a name in it, for one who claims its uid', async () => {
    const { api, store } = await start();
    const { id } = await store.createPipeline(pipeline('mine', 'p'));
    await store.createVersion(id, version('v'));
    const claim = validateVersion(store.state, review('yours', ownedBy(id)));
    await expect(claim).rejects.toThrow(/does not name an existing Pipeline of namespace yours/);
    expect(api.leases.size).toBe(0);
  });
});

describe('the Kubernetes store of one namespace', () => {
  it('serves it whatever a request names (single-user mode)', async () => {
    const { api, store } = await start('kubeflow');
    const { id, namespace } = await store.createPipeline(pipeline('elsewhere', 'p'));
    expect([namespace, [...api.objects.keys()]]).toEqual([
      'kubeflow',
      [`${collectionPath('pipelines', 'kubeflow')}/p`],
    ]);
    expect((await store.getPipelineByName('', 'p')).id).toBe(id);
    expect((await store.listPipelines('elsewhere', byName)).totalSize).toBe(1);
  });
});
