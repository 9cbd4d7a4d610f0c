import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { createdRecently } from '../kube-api/creation-time-label.ts';
import { CoalescedReads } from './coalesced-reads.ts';
import type { KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { hasStatus } from '../kube-api/kubernetes-error.ts';
import { listMetadata } from './kubernetes-list.ts';
import { objectPath, type ObjectMetadata } from '../kube-api/kubernetes-objects.ts';
import { translateErrors } from '../kube-api/error-translation.ts';
import type { CachedObject, ObjectCache } from './object-cache.ts';

export interface LiveObjectsOptions<Entry extends CachedObject> {
  readonly api: KubernetesApi;
  readonly resource: string;
  /** The collection that is looked through. */
  readonly path: string;
  readonly cache: ObjectCache<Entry>;
  readonly convert: (object: { readonly metadata: ObjectMetadata }) => Entry;
}

/** Of an object, where it is. */
type ObjectLocation = Pick<CachedObject, 'namespace' | 'name'>;

const uidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What other replicas make comes by the watch within milliseconds, which saves the look-up. */
const arrivalMs = 15;
const arrivalPollMs = 5;
const maxUnknownIds = 10_000;

/**
 * Objects of a collection as they are now, also just after another replica has written them: a cache lags behind by
 * milliseconds, and nothing says by how many. One object costs one request, which all who ask for it meanwhile share; an unknown
 * id costs one list of what was made in the last half minute, and nothing when it is asked for again.
 */
export class LiveObjects<Entry extends CachedObject> {
  readonly #options: LiveObjectsOptions<Entry>;
  readonly #reads = new CoalescedReads<void>();
  readonly #lookUps = new CoalescedReads<ReadonlyMap<string, ObjectLocation>>();
  /** A uid that there is not will never be: they are random, and nobody knows one before its object. */
  readonly #unknown = new LRUCache<string, true>({ max: maxUnknownIds });

  constructor(options: LiveObjectsOptions<Entry>) {
    this.#options = options;
  }

  /** As it was seen last: good for what never changes of an object, such as its name. */
  async find(uid: string): Promise<Entry | undefined> {
    const { cache } = this.#options;
    const known = cache.get(uid);
    if (known) return known;
    const place = await this.#lookUp(uid);
    if (place) await this.#read(place);
    return cache.get(uid);
  }

  /** As it is now. */
  async current(uid: string): Promise<Entry | undefined> {
    const { cache } = this.#options;
    const place = cache.get(uid) ?? (await this.#lookUp(uid));
    if (place) await this.#read(place);
    return cache.get(uid);
  }

  /** What has this name now. */
  async named(namespace: string, name: string): Promise<Entry | undefined> {
    await this.#read({ namespace, name });
    return this.#options.cache.named(namespace, name);
  }

  /** Brings the cache up to date with one object. */
  #read({ namespace, name }: ObjectLocation): Promise<void> {
    const { api, resource, cache, convert } = this.#options;
    const path = objectPath(resource, namespace, name);
    return this.#reads.read(path, async () => {
      // Of before the request: what is made while it is under way may be missing in its answer.
      const known = cache.named(namespace, name);
      try {
        const object = (await api.request({ method: 'GET', path })) as { readonly metadata: ObjectMetadata };
        const { uid, resourceVersion } = object.metadata;
        if (cache.get(uid)?.resourceVersion !== Number(resourceVersion)) cache.put(convert(object));
        if (known && known.uid !== uid) cache.remove(known.uid);
      } catch (error) {
        if (!hasStatus(error, 404)) await translateErrors(Promise.reject(error));
        if (known) cache.remove(known.uid);
      }
    });
  }

  async #lookUp(uid: string): Promise<ObjectLocation | undefined> {
    const { cache } = this.#options;
    if (!uidPattern.test(uid) || cache.wasRemoved(uid) || this.#unknown.has(uid)) return undefined;
    for (let waited = 0; waited < arrivalMs; waited += arrivalPollMs) {
      await sleep(arrivalPollMs);
      const arrived = cache.get(uid);
      if (arrived) return arrived;
    }
    const recent = await this.#lookUps.read('', () => this.#listRecent());
    const found = recent.get(uid) ?? cache.get(uid);
    if (!found) this.#unknown.set(uid, true);
    return found;
  }

  async #listRecent(): Promise<ReadonlyMap<string, ObjectLocation>> {
    const { api, path } = this.#options;
    const recent = await listMetadata(api, path, createdRecently());
    return new Map(recent.map(({ uid, name, namespace: place = '' }) => [uid, { namespace: place, name }]));
  }
}
