import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { hasStatus, KubernetesError } from '../kube-api/kubernetes-error.ts';
import { currentResourceVersion, listAll } from './kubernetes-list.ts';
import type { ObjectMetadata } from '../kube-api/kubernetes-objects.ts';
import { watch } from './kubernetes-watch.ts';
import type { Log } from '../ground/log.ts';
import { ObjectCache, type CachedObject } from './object-cache.ts';
import { ApiError } from '../ground/api-error.ts';

export interface WatchCacheOptions<Entry> {
  readonly api: KubernetesApi;
  readonly path: string;
  /** Objects per page of the first list: fewer for large objects, because a page is held in memory. */
  readonly pageSize: number;
  readonly convert: (object: { readonly metadata: ObjectMetadata }) => Entry;
  readonly log: Log;
}

/** After this long without a watch, reads fail rather than return stale objects. */
const staleAfterMs = 10_000;
const firstDelayMs = 100;
const maxDelayMs = 2_000;
/** A watch that lasted this long was stable, so the next failure starts again with short delays. */
const stableWatchMs = 1_000;

/**
 * Whether the watch can resume: after an unreachable or overloaded API server. After anything else, such as a malformed
 * event or an expired resource version, only a list can show what happened.
 */
const canResume = (error: unknown): boolean => {
  if (!(error instanceof KubernetesError)) return true;
  return error.reason === 'Unreachable' || [401, 403, 429, 502, 503, 504].includes(error.status);
};

/** A cache that lists a collection, watches it, and restarts after failures. */
export class WatchCache<Entry extends CachedObject> extends ObjectCache<Entry> implements AsyncDisposable {
  readonly synced: Promise<void>;
  readonly #options: WatchCacheOptions<Entry>;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  readonly #markSynced: () => void;
  #hasSynced = false;
  /** The resource version of the next watch; absent: list first. */
  #resourceVersion: string | undefined;
  #disconnectedAt: number | undefined = Date.now();
  /** Whether an attempt has failed since the last accepted watch. */
  #isFailing = false;
  #lastProblem = 'the first list has not come yet';
  #delay = firstDelayMs;

  constructor(options: WatchCacheOptions<Entry>) {
    super();
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.synced = promise;
    this.#markSynced = resolve;
    this.#running = this.#run();
  }

  /** Throws an `unavailable` ApiError before the first list, and when the watch has been interrupted for too long. */
  assertFresh(): void {
    const cutOffFor = this.#disconnectedAt === undefined ? 0 : Date.now() - this.#disconnectedAt;
    if (this.#hasSynced && cutOffFor <= staleAfterMs) return;
    throw new ApiError('unavailable', `the Kubernetes API cannot be followed at the moment: ${this.#lastProblem}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      let problem: unknown;
      const startedAt = Date.now();
      const resuming = this.#resourceVersion !== undefined;
      try {
        if (this.#isFailing) await this.#checkHistory();
        this.#resourceVersion ??= await this.#list();
        await this.#watch(this.#resourceVersion);
      } catch (error) {
        problem = error;
      }
      if (this.#stop.signal.aborted) return;
      const lasted = Date.now() - startedAt;
      if (problem === undefined && lasted > stableWatchMs) continue;
      if (lasted > stableWatchMs) this.#delay = firstDelayMs;
      // An expired resource version needs a list without delay; one that expires right after a list needs a delay as
      // well.
      if (resuming && hasStatus(problem, 410)) this.#delay = 0;
      await this.#recover(problem ?? new Error(`the watch ended after ${lasted} ms`));
    }
  }

  async #list(): Promise<string> {
    const { api, path, pageSize, convert, log } = this.#options;
    const entries: Entry[] = [];
    const newest = this.newest;
    const resourceVersion = await listAll(api, path, pageSize, (object) => entries.push(convert(object)), {
      signal: this.#stop.signal,
    });
    if (Number(resourceVersion) < newest) this.clear();
    this.replace(entries, Number(resourceVersion));
    if (!this.#hasSynced) log.info(`${path}: listed ${entries.length} objects`);
    this.#hasSynced = true;
    this.#markSynced();
    return resourceVersion;
  }

  /**
   * A watch from a future resource version is accepted and stays silent, so after a restored backup it would miss all
   * changes.
   */
  async #checkHistory(): Promise<void> {
    if (this.#resourceVersion === undefined) return;
    const { api, path, log } = this.#options;
    const current = await currentResourceVersion(api, path, this.#stop.signal);
    if (Number(current) >= Number(this.#resourceVersion)) return;
    log.warn(
      `${path}: the Kubernetes API is at resource version ${current}, before ${this.#resourceVersion}: listing again`,
    );
    this.#resourceVersion = undefined;
  }

  async #watch(from: string): Promise<void> {
    const { api, path, convert } = this.#options;
    const connected = (): void => {
      this.#disconnectedAt = undefined;
      this.#isFailing = false;
    };
    try {
      for await (const event of watch(api, path, from, this.#stop.signal, connected)) {
        if (event.type === 'DELETED') this.remove(event.object.metadata.uid);
        else if (event.type !== 'BOOKMARK') this.put(convert(event.object));
        this.#resourceVersion = event.object.metadata.resourceVersion;
      }
    } finally {
      this.#disconnectedAt ??= Date.now();
      this.#lastProblem = 'the watch ended and no other has begun';
    }
  }

  async #recover(error: unknown): Promise<void> {
    const { path, log } = this.#options;
    this.#isFailing = true;
    this.#lastProblem = error instanceof Error ? error.message : String(error);
    if (!canResume(error)) this.#resourceVersion = undefined;
    log.warn(`${path}: ${this.#lastProblem}; retrying in ${this.#delay} ms`);
    await sleep(this.#delay, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    this.#delay = Math.min(Math.max(this.#delay * 2, firstDelayMs), maxDelayMs);
  }
}
