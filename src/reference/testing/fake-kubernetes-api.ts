import { PassThrough, type Readable } from 'node:stream';
import type { ApiRequest, KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { KubernetesError } from '../kube-api/kubernetes-error.ts';
import type { ObjectMetadata } from '../kube-api/kubernetes-objects.ts';

interface FakeObject {
  kind?: string;
  metadata: { -readonly [Field in keyof ObjectMetadata]: ObjectMetadata[Field] };
  spec?: Record<string, unknown>;
}

export const kubernetesError = (status: number, reason: string, message = reason): KubernetesError =>
  new KubernetesError('FAKE', status, reason, message);

const collectionOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

const namespaceOf = (path: string): string | undefined => {
  return /\/namespaces\/([^/]+)\//.exec(path)?.[1];
};

const withoutNamespace = (path: string): string => path.replace(/\/namespaces\/[^/]+/, '');

const fakeUid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Supports requirements of the forms `key=value` and `key in (a,b)`. */
const isSelected = (selector: string, labels: Readonly<Record<string, string>>): boolean => {
  const requirements = selector.matchAll(/(?<key>[^=,\s]+)(?:=(?<value>[^,]*)| in \((?<values>[^)]*)\))/g);
  return [...requirements].every(({ groups }) => {
    const { key = '', value, values = '' } = groups ?? {};
    return (value === undefined ? values.split(',') : [value]).includes(labels[key] ?? '');
  });
};

/** The Kubernetes API in memory, for unit tests: a subset of lists, watches and writes, with ways to make them fail. */
export class FakeKubernetesApi implements KubernetesApi {
  readonly endpoint = 'https://fake';
  readonly objects = new Map<string, FakeObject>();
  /** Leases of the servers, apart from objects of users. */
  readonly leases = new Map<string, FakeObject>();
  readonly requests: ApiRequest[] = [];
  readonly watches: { readonly path: string; readonly resourceVersion: string; readonly body: PassThrough }[] = [];
  /** Called before each request; an exception is the response. */
  intercept: (request: ApiRequest) => void = () => undefined;
  resourceVersion = 100;

  async request(request: ApiRequest): Promise<unknown> {
    await Promise.resolve();
    this.requests.push(request);
    this.intercept(request);
    const { method, path } = request;
    switch (method) {
      case 'POST':
        return this.#create(path, request.body as FakeObject);
      case 'PUT':
        return this.#replace(path, request.body as FakeObject);
      case 'DELETE':
        return this.#delete(path, request.body as { preconditions?: { uid: string } });
      case 'PATCH':
        return this.#patch(path, request.body as { op: string; path: string; value: unknown }[]);
      case 'GET':
        return this.#read(path, request.query ?? {});
    }
  }

  async stream(
    path: string,
    { resourceVersion = '' }: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Readable> {
    signal.throwIfAborted();
    const body = new PassThrough();
    signal.addEventListener('abort', () => body.destroy(signal.reason as Error));
    this.watches.push({ path, resourceVersion, body });
    return body;
  }

  /** Stores an object like another client; `silently` means without an event. */
  put(
    path: string,
    object: Omit<FakeObject, 'metadata'> & { metadata: Partial<ObjectMetadata> & { name: string } },
    silently = false,
  ): FakeObject {
    const key = `${path}/${object.metadata.name}`;
    const objects = this.#objectsOf(path);
    const known = objects.get(key);
    const namespace = namespaceOf(path);
    const stored: FakeObject = {
      ...object,
      metadata: {
        ...(namespace === undefined ? {} : { namespace }),
        uid: known?.metadata.uid ?? fakeUid(++this.resourceVersion),
        creationTimestamp: new Date().toISOString(),
        ...object.metadata,
        resourceVersion: String(++this.resourceVersion),
      },
    };
    objects.set(key, stored);
    if (!silently) this.emit(path, known ? 'MODIFIED' : 'ADDED', stored);
    return stored;
  }

  remove(path: string, name: string, silently = false): void {
    const objects = this.#objectsOf(path);
    const object = objects.get(`${path}/${name}`);
    objects.delete(`${path}/${name}`);
    if (!object) return;
    const removed = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.resourceVersion) } };
    if (!silently) this.emit(path, 'DELETED', removed);
  }

  emit(path: string, type: string, object: unknown): void {
    this.write(path, `${JSON.stringify({ type, object })}\n`);
  }

  /** Writes to the newest watch of the collection and to that of all namespaces. */
  write(path: string, text: string): void {
    for (const watched of new Set([path, withoutNamespace(path)])) {
      this.watches.findLast((watch) => watch.path === watched && !watch.body.destroyed)?.body.write(text);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { body } of this.watches) body.destroy();
  }

  #create(path: string, object: FakeObject): FakeObject {
    if (this.#objectsOf(path).has(`${path}/${object.metadata.name}`)) throw kubernetesError(409, 'AlreadyExists');
    return structuredClone(this.put(path, object));
  }

  #objectsOf(path: string): Map<string, FakeObject> {
    return path.includes('/leases') ? this.leases : this.objects;
  }

  #read(path: string, { limit, continue: token = '0', labelSelector = '' }: Readonly<Record<string, string>>): unknown {
    const objects = this.#objectsOf(path);
    const object = objects.get(path);
    if (object) return structuredClone(object);
    if (limit === undefined && labelSelector === '') throw kubernetesError(404, 'NotFound');
    const all = [...objects]
      .filter(([key]) => [collectionOf(key), withoutNamespace(collectionOf(key))].includes(path))
      .map(([, item]) => item)
      .filter(({ metadata }) => isSelected(labelSelector, metadata.labels ?? {}));
    const end = Number(token) + Number(limit ?? Infinity);
    const metadata = {
      resourceVersion: String(this.resourceVersion),
      ...(end < all.length ? { continue: String(end) } : {}),
    };
    return structuredClone({ metadata, items: all.slice(Number(token), end) });
  }

  #delete(path: string, { preconditions }: { preconditions?: { uid: string } }): unknown {
    const object = this.#objectsOf(path).get(path);
    if (!object) throw kubernetesError(404, 'NotFound');
    if (preconditions && preconditions.uid !== object.metadata.uid) throw kubernetesError(409, 'Conflict');
    const { name, finalizers = [] } = object.metadata;
    const collection = collectionOf(path);
    if (finalizers.length > 0) {
      return this.put(collection, {
        ...object,
        metadata: { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:01Z' },
      });
    }
    this.remove(collection, name);
    return { kind: 'Status', status: 'Success' };
  }

  #replace(path: string, object: FakeObject): FakeObject {
    const known = this.#objectsOf(path).get(path);
    if (!known) throw kubernetesError(404, 'NotFound');
    if (known.metadata.resourceVersion !== object.metadata.resourceVersion) throw kubernetesError(409, 'Conflict');
    return structuredClone(this.put(collectionOf(path), object));
  }

  #patch(path: string, operations: readonly { op: string; path: string; value: unknown }[]): FakeObject {
    const object = this.objects.get(path);
    if (!object) throw kubernetesError(404, 'NotFound');
    const copy = structuredClone(object);
    for (const { op, path: pointer, value } of operations) {
      const keys = pointer.split('/').slice(1);
      const last = keys.pop() ?? '';
      const parent = keys.reduce<Record<string, unknown> | undefined>(
        (inner, key) => inner?.[key] as Record<string, unknown> | undefined,
        copy as unknown as Record<string, unknown>,
      );
      if (!parent || (op === 'test' && parent[last] !== value)) throw kubernetesError(422, 'Invalid');
      if (op === 'add') parent[last] = value;
    }
    return structuredClone(this.put(collectionOf(path), copy));
  }
}
