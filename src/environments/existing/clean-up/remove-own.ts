import { object } from '../../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../clients/kfp.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { removeFinalizers } from '../../../cluster/remove-finalizers.ts';
import { waitUntil, type Look } from '../../../waiting/wait-until.ts';
import { nameOfItem } from './compare-inventories.ts';
import { collectionOf, inventoryKinds, type InventoryKind } from './inventory-kinds.ts';
import { takeInventory, type InventoryItem, type InventoryOptions, type Unseen } from './inventory.ts';
import { isOwn, type Ownership } from './ownership.ts';

export interface RemovalOptions extends InventoryOptions {
  readonly ownership: Ownership;
  /** As somebody who may delete the pipelines of every listing. */
  readonly kfp: KfpClient;
  /** The name of roles and bindings that `kfp` rests on, which stay. */
  readonly keptName?: string;
}

/** What was removed, and what could not be, with why. */
export interface Removal {
  readonly removed: readonly InventoryItem[];
  readonly failures: readonly string[];
  /** Where more may be left: it could not be looked at. */
  readonly unseen: readonly Unseen[];
}

const parallel = 16;

const inTurns = async <Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> => {
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

/** Namespaces end one after the other in the cluster, and each takes some seconds. */
const namespacesDeadlineMs = (count: number): number => 60_000 + 3_000 * count;

const intervalMs = 250;
/** Removal is not interrupted: it follows an interruption. */
const never = new AbortController().signal;

/** Waits until namespaces are gone; returns the reason where that was not seen. */
const whyNotGone = async (
  cluster: ClusterClient,
  namespaces: readonly InventoryItem[],
): Promise<string | undefined> => {
  let left = namespaces;
  const look = async (): Promise<Look<string | undefined>> => {
    let unseen = '';
    try {
      const all = (await cluster.listMetadata('/api/v1/namespaces')) ?? [];
      const existing = new Set(all.map((one) => object(one, 'metadata')['uid']));
      left = left.filter(({ uid }) => existing.has(uid));
    } catch (cause) {
      if (!(cause instanceof EnvironmentError)) throw cause;
      // A refusal stays one, however often the same is asked.
      if (cause instanceof RefusedError) return { done: `whether namespaces have gone: ${cause.message}` };
      unseen = `; the last look failed: ${cause.message}`;
    }
    return left.length === 0 ? { done: undefined } : { observed: `${left.map(nameOfItem).join(', ')}${unseen}` };
  };
  const name = `the end of ${namespaces.length} namespaces that were deleted`;
  try {
    const deadlineMs = namespacesDeadlineMs(namespaces.length);
    return await waitUntil({ name, deadlineMs, intervalMs, look }, { signal: never });
  } catch (cause) {
    if (!(cause instanceof EnvironmentError)) throw cause;
    return cause.message;
  }
};

/** Removes everything of a run, whatever comes in between; what fails is told and keeps nothing else from being removed. */
export const removeOwn = async (options: RemovalOptions): Promise<Removal> => {
  const { cluster, kfp, ownership, keptName } = options;
  const { items: all, unseen } = await takeInventory(options);
  const own = all.filter(isOwn(ownership)).filter(({ name }) => name !== keptName);
  // What lies in them goes with them.
  const ending = new Set(own.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name));
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
  // The rights of whoever asks by REST are among what is removed afterwards.
  await inTurns(
    own.filter(({ resource }) => resource === undefined),
    (item) => remove(item, () => deleteByRest(kfp, item)),
  );
  for (const kind of inventoryKinds) {
    const items = own.filter(({ resource }) => resource === kind.resource);
    // A finalizer that a scenario put on an object keeps it, and its namespace, for ever.
    await inTurns(
      items.filter(({ finalizers = [] }) => finalizers.length > 0),
      async (item) => void (await attempt(item, () => removeFinalizers(cluster, pathOf(kind, item)))),
    );
    await inTurns(
      items.filter(({ namespace }) => namespace === undefined || !ending.has(namespace)),
      (item) => remove(item, () => cluster.delete(pathOf(kind, item))),
    );
    if (kind.kind === 'Namespace' && items.length > 0) {
      const why = await whyNotGone(cluster, items);
      if (why !== undefined) failures.push(why);
    }
  }
  return { removed, failures, unseen };
};
