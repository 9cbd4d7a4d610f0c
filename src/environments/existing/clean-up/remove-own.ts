import { object } from '../../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../clients/kfp.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { removeFinalizers } from '../../../cluster/remove-finalizers.ts';
import { waitUntil, type Look } from '../../../waiting/wait-until.ts';
import { nameOfItem } from './compare-inventories.ts';
import { collectionOf, inventoryKinds, type InventoryKind } from './inventory-kinds.ts';
import { takeInventory, type InventoryItem, type InventoryOptions, type Unreadable } from './inventory.ts';
import { isOwn, type Ownership } from './ownership.ts';

export interface RemovalOptions extends InventoryOptions {
  readonly ownership: Ownership;
  /** A client of a user who may delete the pipelines of every listing. */
  readonly kfp: KfpClient;
  /** The name of the roles and bindings of that user, which are not removed. */
  readonly keptName?: string;
}

/** The removed objects, and the failed removals with the reason. */
export interface Removal {
  readonly removed: readonly InventoryItem[];
  readonly failures: readonly string[];
  /** Resources that could not be read and may contain more objects. */
  readonly unreadable: readonly Unreadable[];
}

const parallel = 16;

const forEachParallel = async <Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> => {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
};

const deleteByRest = async (kfp: KfpClient, { uid }: InventoryItem): Promise<void> => {
  const { status, body } = await kfp.call('DELETE', `${apiV2}/pipelines/${uid}`, { query: { cascade: true } });
  if (![200, 202, 404].includes(status))
    throw new EnvironmentError(`the API server answered ${status}: ${body.slice(0, 200)}`);
};

const pathOf = (kind: InventoryKind, { namespace, name }: InventoryItem): string =>
  `${collectionOf(kind, namespace)}/${encodeURIComponent(name)}`;

/** The cluster deletes namespaces one after another: each takes some seconds, and the time of the objects in it. */
const namespacesDeadlineMs = (namespaces: number, objects: number): number =>
  60_000 + 3_000 * namespaces + 50 * objects;

const intervalMs = 250;

/**
 * Waits until namespaces are deleted; returns the reason if that was not observed. It takes no signal: removal must not be
 * interrupted, because it also follows an interruption.
 */
const awaitDeletion = async (
  cluster: ClusterClient,
  namespaces: readonly InventoryItem[],
  objects: number,
): Promise<string | undefined> => {
  let left = namespaces;
  const look = async (): Promise<Look<string | undefined>> => {
    let lastFailure = '';
    try {
      const all = await cluster.listMetadata('/api/v1/namespaces');
      if (all === undefined)
        return {
          done: 'the deletion of namespaces could not be verified: the Kubernetes API answered 404 for their list',
        };
      const existing = new Set(all.map((one) => object(one, 'metadata')['uid']));
      left = left.filter(({ uid }) => existing.has(uid));
    } catch (cause) {
      if (!(cause instanceof EnvironmentError)) throw cause;
      // A refused request would be refused again.
      if (cause instanceof RefusedError)
        return { done: `the deletion of namespaces could not be verified: ${cause.message}` };
      lastFailure = `; the last look failed: ${cause.message}`;
    }
    return left.length === 0 ? { done: undefined } : { observed: `${left.map(nameOfItem).join(', ')}${lastFailure}` };
  };
  const name = `the deletion of ${namespaces.length} namespaces`;
  try {
    const deadlineMs = namespacesDeadlineMs(namespaces.length, objects);
    return await waitUntil({ name, deadlineMs, intervalMs, look });
  } catch (cause) {
    if (!(cause instanceof EnvironmentError)) throw cause;
    return cause.message;
  }
};

/** Removes every object of a run. Failures are collected and do not stop the removal of other objects. */
export const removeOwn = async (options: RemovalOptions): Promise<Removal> => {
  const { cluster, kfp, ownership, keptName } = options;
  const { items: all, unreadable } = await takeInventory(options);
  const own = all.filter(isOwn(ownership)).filter(({ name }) => name !== keptName);
  // Deleting a namespace also deletes the objects in it.
  const deletedNamespaces = new Set(own.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name));
  const inNamespaces = all.filter(
    ({ resource, namespace }) => resource !== undefined && namespace !== undefined && deletedNamespaces.has(namespace),
  );
  const removed: InventoryItem[] = [];
  const failures: string[] = [];
  const attempt = async (item: InventoryItem, act: () => Promise<void>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (cause) {
      failures.push(`${nameOfItem(item)}: ${(cause as Error).message}`);
      return false;
    }
  };
  const remove = async (item: InventoryItem, act: () => Promise<void>): Promise<void> => {
    if (await attempt(item, act)) removed.push(item);
  };
  // REST comes first, because the permissions of its user are removed below.
  await forEachParallel(
    own.filter(({ resource }) => resource === undefined),
    (item) => remove(item, () => deleteByRest(kfp, item)),
  );
  for (const kind of inventoryKinds) {
    const items = own.filter(({ resource }) => resource === kind.resource);
    // A finalizer of a scenario would block the deletion of the object and of its namespace for ever.
    await forEachParallel(
      items.filter(({ finalizers = [] }) => finalizers.length > 0),
      async (item) => void (await attempt(item, () => removeFinalizers(cluster, pathOf(kind, item)))),
    );
    await forEachParallel(
      items.filter(({ namespace }) => namespace === undefined || !deletedNamespaces.has(namespace)),
      (item) => remove(item, () => cluster.delete(pathOf(kind, item))),
    );
    if (kind.kind === 'Namespace' && items.length > 0) {
      const failure = await awaitDeletion(cluster, items, inNamespaces.length);
      if (failure !== undefined) failures.push(failure);
    }
  }
  return { removed, failures, unreadable };
};
