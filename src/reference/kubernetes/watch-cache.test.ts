import { afterEach, describe, expect, it } from 'vitest';
import { FakeKubernetesApi, kubernetesError } from '../testing/fake-kubernetes-api.ts';
import { collectionPath } from '../kube-api/kubernetes-objects.ts';
import { pipelineEntry, type PipelineEntry } from './pipeline-entry.ts';
import { WatchCache } from './watch-cache.ts';

const path = collectionPath('pipelines', 'kubeflow');
const lines: string[] = [];
const note = (line: string): void => void lines.push(line);
const log = { info: note, warn: note, error: note };
const running: WatchCache<PipelineEntry>[] = [];

const start = (api: FakeKubernetesApi): WatchCache<PipelineEntry> => {
  const cache = new WatchCache({ api, path, pageSize: 2, convert: pipelineEntry, log });
  running.push(cache);
  return cache;
};

const watching = async (api: FakeKubernetesApi, times = 1): Promise<void> => {
  await expect.poll(() => api.watches).toHaveLength(times);
};

/** Full lists; the request for the current resource version lists one object only. */
const lists = (api: FakeKubernetesApi): number => api.requests.filter(({ query }) => query?.['limit'] === '2').length;
const pipeline = (name: string): { metadata: { name: string } } => ({ metadata: { name } });

afterEach(async () => {
  for (const cache of running.splice(0)) await cache[Symbol.asyncDispose]();
  lines.length = 0;
});

describe('WatchCache', () => {
  it('lists page by page, then follows', async () => {
    const api = new FakeKubernetesApi();
    for (const name of ['a', 'b', 'c', 'd', 'e']) api.put(path, pipeline(name));
    const cache = start(api);
    await cache.synced;
    await watching(api);
    expect(cache.size).toBe(5);
    api.put(path, pipeline('f'));
    api.remove(path, 'a');
    await expect
      .poll(() => [cache.named('kubeflow', 'a'), cache.named('kubeflow', 'f')?.name])
      .toEqual([undefined, 'f']);
  });

  it('goes on after a broken connection from where it was, without another list', async () => {
    const api = new FakeKubernetesApi();
    const cache = start(api);
    await watching(api);
    const { metadata } = api.put(path, pipeline('a'));
    await expect.poll(() => cache.size).toBe(1);
    api.watches[0]?.body.end();
    await watching(api, 2);
    expect(api.watches[1]?.resourceVersion).toBe(metadata.resourceVersion);
    expect(lists(api)).toBe(1);
  });

  it('starts afresh when a restored backup has set the Kubernetes API back', async () => {
    const api = new FakeKubernetesApi();
    const cache = start(api);
    await watching(api);
    const { metadata } = api.put(path, pipeline('kept'));
    api.resourceVersion += 1000;
    api.put(path, pipeline('after-the-backup'));
    await expect.poll(() => cache.size).toBe(2);
    api.remove(path, 'after-the-backup', true);
    api.resourceVersion = Number(metadata.resourceVersion);
    api.watches[0]?.body.end();
    await expect.poll(() => cache.named('kubeflow', 'after-the-backup')).toBeUndefined();
    expect(cache.named('kubeflow', 'kept')?.uid).toBe(metadata.uid);
  });

  it('does not list again and again while a restarted API server says that it is not ready', async () => {
    const api = new FakeKubernetesApi();
    api.put(path, pipeline('a'));
    start(api);
    await watching(api);
    const stream = api.stream.bind(api);
    let failures = 2;
    api.stream = (...parameters) =>
      failures-- > 0
        ? Promise.reject(kubernetesError(429, 'TooManyRequests', 'storage is (re)initializing'))
        : stream(...parameters);
    api.watches[0]?.body.end();
    await watching(api, 2);
    expect(lists(api)).toBe(1);
  });

  it('lists again when its place has expired, and drops what was deleted meanwhile', async () => {
    const api = new FakeKubernetesApi();
    api.put(path, pipeline('a'));
    const cache = start(api);
    await watching(api);
    api.remove(path, 'a', true);
    api.emit(path, 'ERROR', { code: 410, reason: 'Expired', message: 'too old' });
    await expect.poll(() => cache.named('kubeflow', 'a')).toBeUndefined();
  });

  it('says so and lists again when an event cannot be read, for it may have been a change', async () => {
    const api = new FakeKubernetesApi();
    const cache = start(api);
    await watching(api);
    api.put(path, pipeline('lost'), true);
    api.write(path, '{"type":"ADDED","obj\n');
    await expect.poll(() => cache.named('kubeflow', 'lost')).toBeDefined();
    expect(lines.join('\n')).toContain('expected a watch event in JSON');
  });

  it('reads events that arrive in pieces, also in the middle of a character', async () => {
    const api = new FakeKubernetesApi();
    const cache = start(api);
    await watching(api);
    const object = { ...api.put(path, pipeline('a'), true), spec: { displayName: '😀' } };
    const bytes = Buffer.from(`${JSON.stringify({ type: 'ADDED', object })}\n`);
    for (const byte of bytes) api.watches[0]?.body.write(Buffer.of(byte));
    await expect.poll(() => cache.named('kubeflow', 'a')?.item.displayName).toBe('😀');
  });

  it('refuses to answer before the first list, and recovers by itself when the CRD comes (GIT-21)', async () => {
    const api = new FakeKubernetesApi();
    api.intercept = () => {
      throw kubernetesError(404, 'NotFound', 'the server could not find the requested resource');
    };
    const cache = start(api);
    await expect.poll(() => lines.join()).toContain('could not find');
    expect(() => cache.assertFresh()).toThrow(/cannot be followed.*could not find/);
    api.intercept = () => undefined;
    await cache.synced;
    await watching(api);
    expect(() => cache.assertFresh()).not.toThrow();
  });
});
