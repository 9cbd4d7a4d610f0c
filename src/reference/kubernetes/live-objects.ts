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
  /** The path of the collection. */
  readonly path: string;
  readonly cache: ObjectCache<Entry>;
  readonly convert: (object: { readonly metadata: ObjectMetadata }) => Entry;
}

/** The namespace and name of an object. */
type ObjectLocation = Pick<CachedObject, 'namespace' | 'name'>;

const uidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Objects of other replicas arrive by the watch within milliseconds, which saves a list. */
const arrivalMs = 15;
const arrivalPollMs = 5;
const maxUnknownIds = 10_000;

/**
 * Current objects of a collection, including recent writes of other replicas, which reach a cache some milliseconds
 * late. A read costs one request, shared by concurrent callers. An unknown id costs one list of the objects of the last
 * half minute, and nothing when it is requested again.
 */
export class LiveObjects<Entry extends CachedObject> {
  readonly #options: LiveObjectsOptions<Entry>;
  readonly #reads = new CoalescedReads<void>();
  readonly #lookUps = new CoalescedReads<ReadonlyMap<string, ObjectLocation>>();
  /** An unknown uid stays unknown: uids are random, and nobody knows one before its object exists. */
  readonly #unknown = new LRUCache<string, true>({ max: maxUnknownIds });

  constructor(options: LiveObjectsOptions<Entry>) {
    this.#options = options;
  }

  /** The cached object if there is one: sufficient for immutable fields, such as the name. */
  async find(uid: string): Promise<Entry | undefined> {
    const { cache } = this.#options;
    const known = cache.get(uid);
    if (known) return known;
    const location = await this.#lookUp(uid);
    if (location) await this.#read(location);
    return cache.get(uid);
  }

  /** The current object. */
  async current(uid: string): Promise<Entry | undefined> {
    const { cache } = this.#options;
    const location = cache.get(uid) ?? (await this.#lookUp(uid));
    if (location) await this.#read(location);
    return cache.get(uid);
  }

  /** The current object with this name. */
  async named(namespace: string, name: string): Promise<Entry | undefined> {
    await this.#read({ namespace, name });
    return this.#options.cache.named(namespace, name);
  }

  /** Updates one object in the cache. */
  #read({ namespace, name }: ObjectLocation): Promise<void> {
    const { api, resource, cache, convert } = this.#options;
    const path = objectPath(resource, namespace, name);
    return this.#reads.read(path, async () => {
      // Read before the request: an object created during the request may be missing in its response.
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
    return new Map(recent.map(({ uid, name, namespace = '' }) => [uid, { namespace, name }]));
  }
}
