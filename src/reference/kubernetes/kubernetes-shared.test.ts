import { afterEach, describe, expect, it } from 'vitest';
import { FakeKubernetesApi, kubernetesError } from '../testing/fake-kubernetes-api.ts';
import { apiVersion, collectionPath, pipelineIdLabel, type VersionObject } from '../kube-api/kubernetes-objects.ts';
import { watchNamespace, watchShared, type KubernetesState } from './kubernetes-state.ts';
import { kubernetesStore, type KubernetesStore } from './kubernetes-store.ts';
import type { ListQuery } from '../model/listing.ts';
import type { NewPipeline, NewVersion } from '../model/pipeline-store.ts';
import { mutateVersion } from './webhook-mutate.ts';
import { readReview, type AdmissionRequest } from './webhook-review.ts';
import { validateVersion } from './webhook-validate.ts';

const sharedPath = collectionPath('sharedpipelines', '');
const sharedVersionsPath = collectionPath('sharedpipelineversions', '');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const following = { systemNamespace: 'kubeflow', hasWebhooks: true, log };
const pipelineSpec = { pipelineInfo: { name: 'p' }, schemaVersion: '2.1.0', root: { dag: { tasks: {} } } };
const byName: ListQuery = { pageSize: 20, sortBy: 'name', descending: false, predicates: [] };
const stores: KubernetesStore[] = [];

const pipeline = (namespace: string, name = 'p'): NewPipeline => {
  return { namespace, name, displayName: name, description: '', tags: {} };
};
const version = (name: string): NewVersion => {
  const texts = { displayName: name, description: '', codeSourceUrl: '', packageUrl: '' };
  return { name, ...texts, tags: {}, pipelineSpec, platformSpec: undefined };
};

interface Started {
  readonly api: FakeKubernetesApi;
  readonly store: KubernetesStore;
  readonly shared: KubernetesState;
}

const start = async (api = new FakeKubernetesApi(), watches = 4): Promise<Started> => {
  const shared = watchShared(api, following);
  const state = watchNamespace(api, undefined, following);
  const store = kubernetesStore({ api, state, shared, pageTokenKey: Buffer.alloc(32) });
  stores.push(store);
  await expect.poll(() => api.watches).toHaveLength(watches);
  return { api, store, shared };
};

afterEach(async () => {
  for (const store of stores.splice(0)) await store[Symbol.asyncDispose]();
});

describe('shared pipelines of cluster-scoped kinds', () => {
  it('are what the empty namespace means, and none of any namespace', async () => {
    const { api, store } = await start();
    const shared = await store.createPipelineWithVersion(pipeline(''), version('v'));
    const mine = await store.createPipelineWithVersion(pipeline('mine'), version('v'));
    expect([shared.pipeline.namespace, shared.version.namespace, mine.pipeline.namespace]).toEqual(['', '', 'mine']);
    const { name, namespace, ownerReferences } = api.objects.get(`${sharedVersionsPath}/${shared.version.objectName}`)
      ?.metadata ?? { name: '' };
    expect([name, namespace]).toEqual([shared.version.objectName, undefined]);
    expect(ownerReferences).toMatchObject([{ kind: 'SharedPipeline', uid: shared.pipeline.id }]);
    const ids = async (of: string) => (await store.listPipelines(of, byName)).items.map(({ id }) => id);
    expect([await ids(''), await ids('mine')]).toEqual([[shared.pipeline.id], [mine.pipeline.id]]);
    expect((await store.getPipelineByName('', 'p')).id).toBe(shared.pipeline.id);
    expect((await store.getPipelineByName('mine', 'p')).id).toBe(mine.pipeline.id);
  });

  it('are found, changed and deleted by id, and their namesakes in namespaces are left alone', async () => {
    const { api, store } = await start();
    const { pipeline: shared, version: first } = await store.createPipelineWithVersion(pipeline(''), version('v'));
    const mine = await store.createPipeline(pipeline('mine'));
    await store.updatePipeline(shared.id, { displayName: 'changed' });
    await store.updateVersion(shared.id, first.id, { tags: { a: 'b' } });
    const second = await store.createVersion(shared.id, version('v2'));
    expect((await store.listVersions(shared.id, byName)).items.map(({ id }) => id)).toEqual([first.id, second.id]);
    await expect(store.getVersion(mine.id, first.id)).rejects.toMatchObject({ kind: 'not-found' });
    await store.deleteVersion(shared.id, second.id);
    await expect(store.deletePipeline(shared.id, false)).rejects.toMatchObject({ kind: 'invalid' });
    await store.deletePipeline(shared.id, true);
    expect([...api.objects.keys()]).toEqual([`${collectionPath('pipelines', 'mine')}/p`]);
  });

  it('have no versions but of their own kind: whoever writes in a namespace adds none', async () => {
    const { api, store } = await start();
    const { id } = await store.createPipeline(pipeline(''));
    const owner = { apiVersion, kind: 'SharedPipeline', name: 'p', uid: id };
    const forged = api.put(collectionPath('pipelineversions', 'mine'), {
      metadata: { name: 'forged', labels: { [pipelineIdLabel]: id }, ownerReferences: [owner] },
      spec: { pipelineName: 'p', pipelineSpec },
    });
    await expect.poll(() => store.state.versions.size).toBe(1);
    expect((await store.listVersions(id, byName)).totalSize).toBe(0);
    await expect(store.getVersion(id, forged.metadata.uid)).rejects.toMatchObject({ kind: 'not-found' });
    await store.deletePipeline(id, false);
  });

  it('do not take the pipelines of namespaces with them while their kinds are not installed', async () => {
    const api = new FakeKubernetesApi();
    api.intercept = ({ path }) => {
      if (path.includes('/shared'))
        throw kubernetesError(404, 'NotFound', 'the server could not find the requested resource');
    };
    const { store } = await start(api, 2);
    const { id } = await store.createPipeline(pipeline('mine'));
    expect((await store.getPipeline(id)).name).toBe('p');
    await expect(store.listPipelines('', byName)).rejects.toMatchObject({ kind: 'unavailable' });
    // The id may be that of a shared pipeline.
    await expect(store.getPipeline('unknown')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('the webhooks of cluster-scoped kinds', () => {
  const review = (name: string, spec: object = {}): AdmissionRequest => {
    const object = { metadata: { name }, spec: { pipelineName: 'p', versionName: 'v', pipelineSpec, ...spec } };
    // kube-apiserver omits the namespace of a cluster-scoped object.
    return readReview({ request: { uid: 'review', operation: 'CREATE', name, object } });
  };

  it('make a SharedPipeline the owner, and not a Pipeline of the same name', async () => {
    const { api, shared } = await start();
    api.put(collectionPath('pipelines', 'mine'), { metadata: { name: 'p' } });
    await expect(mutateVersion(shared, review('v'))).rejects.toThrow(/no.* an existing SharedPipeline: apply/);
    const { uid } = api.put(sharedPath, { metadata: { name: 'p' } }).metadata;
    const [, owners] = await mutateVersion(shared, review('v'));
    expect(owners?.value).toEqual([{ apiVersion, kind: 'SharedPipeline', name: 'p', uid, blockOwnerDeletion: true }]);
  });

  it('admit a version name once, by what is stored and by what is on its way', async () => {
    const { api, shared } = await start();
    const { uid } = api.put(sharedPath, { metadata: { name: 'p' } }).metadata;
    await validateVersion(shared, review('first'));
    await expect(validateVersion(shared, review('second'))).rejects.toThrow(/being created/);
    const ownerReferences = [{ apiVersion, kind: 'SharedPipeline', name: 'p', uid }];
    const stored: Pick<VersionObject, 'spec'> = { spec: { pipelineName: 'p', versionName: 'v', pipelineSpec } };
    api.put(sharedVersionsPath, { metadata: { name: 'first', ownerReferences }, spec: { ...stored.spec } });
    await expect.poll(() => shared.versions.size).toBe(1);
    await expect(validateVersion(shared, review('second'))).rejects.toThrow(/already, the object first/);
  });
});
