import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeKubernetesApi } from '../testing/fake-kubernetes-api.ts';
import { createPipeline, createVersion } from './kubernetes-create.ts';
import { deletePipeline } from './kubernetes-delete.ts';
import { collectionPath } from '../kube-api/kubernetes-objects.ts';
import { watchNamespace, stopWatching, type KubernetesState } from './kubernetes-state.ts';
import type { NewVersion } from '../model/pipeline-store.ts';
import { admitVersion } from './version-admission.ts';
import { claimMs } from './version-claims.ts';

const pipelines = collectionPath('pipelines', 'kubeflow');
const versions = collectionPath('pipelineversions', 'kubeflow');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const pipelineSpec = { pipelineInfo: { name: 'p' }, schemaVersion: '2.1.0', root: { dag: { tasks: {} } } };
const states: KubernetesState[] = [];

const version = (name: string): NewVersion => {
  const texts = { displayName: name, description: '', codeSourceUrl: '', packageUrl: '' };
  return { name, ...texts, tags: {}, pipelineSpec, platformSpec: undefined };
};

/**
 * Two replicas on one Kubernetes API; only the newest watch of a collection gets events, so the first replica gets
 * none.
 */
const start = async () => {
  const api = new FakeKubernetesApi();
  const follow = (): KubernetesState => {
    const state = watchNamespace(api, 'kubeflow', { systemNamespace: 'kubeflow', hasWebhooks: false, log });
    states.push(state);
    return state;
  };
  const blind = follow();
  await expect.poll(() => api.watches).toHaveLength(2);
  const seeing = follow();
  await expect.poll(() => api.watches).toHaveLength(4);
  const texts = { displayName: 'p', description: '', tags: {} };
  const { uid, name, namespace } = await createPipeline(seeing, { namespace: '', name: 'p', ...texts });
  const admit = (state: KubernetesState, objectName: string, versionName = 'v'): Promise<void> =>
    admitVersion(state, { pipeline: { uid, name, namespace }, versionName, objectName, dryRun: false });
  /** Stores the object of an admitted version. */
  const store = (objectName: string, versionName = 'v') =>
    api.put(versions, {
      metadata: { name: objectName, labels: { 'pipelines.kubeflow.org/pipeline-id': uid } },
      spec: { pipelineName: 'p', versionName, pipelineSpec },
    });
  return { api, blind, seeing, uid, admit, store };
};

const outcomesOf = async (steps: readonly Promise<unknown>[]): Promise<readonly string[]> =>
  (await Promise.allSettled(steps)).map(({ status }) => status).toSorted();

afterEach(async () => {
  vi.useRealTimers();
  for (const state of states.splice(0)) await stopWatching(state);
});

describe('two replicas', () => {
  it('admit one of two objects with one version name (VER-29)', async () => {
    const { blind, seeing, admit } = await start();
    expect(await outcomesOf([admit(blind, 'a'), admit(seeing, 'b')])).toEqual(['fulfilled', 'rejected']);
  });

  it('refuse the name of a version that only the other one has seen', async () => {
    const { blind, seeing, admit, store } = await start();
    await admit(seeing, 'a');
    store('a');
    await expect(admit(blind, 'b')).rejects.toThrow(/already, the object kubeflow\/a/);
  });

  it('give a name away again when its version is deleted', async () => {
    const { api, seeing, admit, store } = await start();
    await admit(seeing, 'a');
    store('a');
    await expect.poll(() => seeing.versions.size).toBe(1);
    api.remove(versions, 'a');
    await admit(seeing, 'b');
  });

  it('hold a name for seconds only when its object does not come, and not again and again', async () => {
    const { blind, seeing, admit } = await start();
    const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);
    vi.useFakeTimers({ toFake: ['Date'] });
    await admit(seeing, 'forged');
    later(claimMs / 2);
    await admit(seeing, 'forged');
    later(claimMs / 2 + 1);
    await admit(blind, 'forged-again');
    later(claimMs + 1);
    await admit(seeing, 'forged-once-more');
    // By now it has changed hands too often to be trusted.
    await expect(admit(blind, 'meant')).resolves.toBeUndefined();
  });

  it('never answer both a version and the deletion of its pipeline without cascade (VER-31)', async () => {
    for (let round = 0; round < 6; round++) {
      const { blind, seeing, uid } = await start();
      const steps = [() => createVersion(blind, uid, version('v')), () => deletePipeline(seeing, uid, false)];
      const started = (round % 2 ? steps.toReversed() : steps).map((step) => step());
      expect(await outcomesOf(started)).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('delete with a pipeline the version that the other one has admitted (VER-31)', async () => {
    const { api, blind, seeing, uid, admit, store } = await start();
    await admit(seeing, 'a');
    const deletion = deletePipeline(blind, uid, true);
    await expect.poll(() => [...api.leases.keys()].join()).toContain('deletion');
    await expect(admit(seeing, 'late', 'w')).rejects.toThrow(/being deleted/);
    store('a');
    await deletion;
    expect([...api.objects.keys()]).toEqual([]);
  });

  it('refuse versions of a pipeline that the other one has deleted, also those that have not heard of it', async () => {
    const { blind, seeing, uid, admit } = await start();
    expect((await blind.livePipelines.find(uid))?.name).toBe('p');
    await deletePipeline(seeing, uid, false);
    await expect(admit(blind, 'a')).rejects.toThrow(/being deleted|not found/);
    await expect(deletePipeline(blind, uid, false)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('make versions again after a deletion that was refused', async () => {
    const { api, blind, seeing, uid } = await start();
    await createVersion(seeing, uid, version('v'));
    await expect(deletePipeline(blind, uid, false)).rejects.toMatchObject({ kind: 'invalid' });
    await createVersion(blind, uid, version('w'));
    expect([...api.objects.keys()].filter((path) => path.startsWith(pipelines))).toHaveLength(1);
    expect([...api.leases.keys()].filter((path) => path.includes('deletion'))).toEqual([]);
  });
});
