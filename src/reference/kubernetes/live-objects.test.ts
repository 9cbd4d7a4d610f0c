import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { creationTimeLabel } from '../kube-api/creation-time-label.ts';
import { FakeKubernetesApi, kubernetesError } from '../testing/fake-kubernetes-api.ts';
import { collectionPath } from '../kube-api/kubernetes-objects.ts';
import { LiveObjects } from './live-objects.ts';
import { ObjectCache } from './object-cache.ts';
import { pipelineEntry, type PipelineEntry } from './pipeline-entry.ts';

const path = collectionPath('pipelines', 'kubeflow');
const unknown = '12345678-1234-4000-8000-1234567890ab';

/** A replica without watch events. */
const start = () => {
  const api = new FakeKubernetesApi();
  const cache = new ObjectCache<PipelineEntry>();
  const live = new LiveObjects({ api, path, resource: 'pipelines', cache, convert: pipelineEntry });
  const made = (name: string, displayName = name) =>
    api.put(path, { metadata: { name, labels: creationTimeLabel() }, spec: { displayName } }).metadata.uid;
  return { api, cache, live, made };
};

describe('LiveObjects', () => {
  it('finds by its uid what another replica has made, and shows what it changes and deletes', async () => {
    const { api, live, made } = start();
    const uid = made('p');
    expect((await live.current(uid))?.name).toBe('p');
    made('p', 'changed');
    expect((await live.find(uid))?.item.displayName).toBe('p');
    expect((await live.current(uid))?.item.displayName).toBe('changed');
    expect((await live.named('kubeflow', 'p'))?.uid).toBe(uid);
    api.remove(path, 'p');
    expect([await live.current(uid), await live.named('kubeflow', 'p')]).toEqual([undefined, undefined]);
    const second = made('p');
    expect((await live.named('kubeflow', 'p'))?.uid).toBe(second);
    expect(await live.current(uid)).toBeUndefined();
  });

  it('shows no namesake for what is gone', async () => {
    const { api, cache, live, made } = start();
    const uid = made('p');
    await live.current(uid);
    api.remove(path, 'p');
    const second = made('p');
    expect(await live.current(uid)).toBeUndefined();
    expect([cache.get(second)?.name, cache.wasRemoved(uid)]).toEqual(['p', true]);
  });

  it('asks once for however many unknown ids, not again for the same, and never for what is no uid', async () => {
    const { api, live, made } = start();
    const uid = made('p');
    const request = api.request.bind(api);
    api.request = async (asked) => {
      await sleep(20);
      return request(asked);
    };
    const others = Array.from({ length: 50 }, (_, index) => `${unknown.slice(0, -2)}${String(index).padStart(2, '0')}`);
    expect(await Promise.all(others.map((id) => live.find(id)))).toEqual(others.map(() => undefined));
    expect(api.requests.length).toBeLessThanOrEqual(2);
    const asked = api.requests.length;
    for (const id of [...others, 'p', '', '../pipelines']) await live.current(id);
    expect(api.requests).toHaveLength(asked);
    expect((await live.find(uid))?.name).toBe('p');
  });

  it('says that it cannot be known when the Kubernetes API does not answer, and remembers nothing then', async () => {
    const { api, live, made } = start();
    const uid = made('p');
    api.intercept = () => {
      throw kubernetesError(0, 'Unreachable');
    };
    await expect(live.current(uid)).rejects.toMatchObject({ kind: 'unavailable' });
    api.intercept = () => undefined;
    expect((await live.current(uid))?.name).toBe('p');
  });

  it('keeps what was made while a request for its name was under way', async () => {
    const { api, cache, live } = start();
    let entry: PipelineEntry | undefined;
    const request = api.request.bind(api);
    api.request = async (asked) => {
      const answer = await request(asked).catch((error: unknown) => error);
      // Created and cached by a request of this replica that finishes before the read.
      entry ??= pipelineEntry(api.put(path, { metadata: { name: 'p' } }));
      cache.put(entry);
      if (answer instanceof Error) throw answer;
      return answer;
    };
    expect((await live.named('kubeflow', 'p'))?.uid).toBe(entry?.uid);
  });
});
