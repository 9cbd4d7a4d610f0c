import { setTimeout as pause } from 'node:timers/promises';
import type { HttpResponse } from '../../../contract/exchange.ts';
import { object } from '../../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../clients/kfp.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { RefusedError, type ClusterClient } from '../../../cluster/cluster-client.ts';
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

const isGone = ({ status }: HttpResponse): boolean => [200, 202, 404].includes(status);

const pathOf = (kind: InventoryKind, { namespace, name }: InventoryItem): string =>
  `${collectionOf(kind, namespace)}/${encodeURIComponent(name)}`;

/** Namespaces end one after the other in the cluster, and each takes some seconds. */
const namespacesDeadlineMs = (count: number): number => 60_000 + 3_000 * count;

const awaitGone = async (
  cluster: ClusterClient,
  namespaces: readonly InventoryItem[],
  failed: (why: string) => void,
): Promise<void> => {
  const deadline = performance.now() + namespacesDeadlineMs(namespaces.length);
  let left = namespaces;
  for (;;) {
    let unseen = '';
    try {
      const there = new Set(
        ((await cluster.listMetadata('/api/v1/namespaces')) ?? []).map((one) => object(one, 'metadata')['uid']),
      );
      left = left.filter(({ uid }) => there.has(uid));
    } catch (cause) {
      if (!(cause instanceof EnvironmentError)) throw cause;
      // Whoever may not look does not learn more by looking again.
      if (cause instanceof RefusedError) return failed(`whether namespaces have gone: ${cause.message}`);
      unseen = `; the last look failed: ${cause.message}`;
    }
    if (left.length === 0) return;
    if (performance.now() > deadline) {
      const seconds = namespacesDeadlineMs(namespaces.length) / 1000;
      return failed(
        `${left.length} namespaces were still there ${seconds} s after they were deleted: ${left.map(nameOfItem).join(', ')}${unseen}`,
      );
    }
    await pause(250);
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
  const attempt = (
    item: InventoryItem,
    act: () => Promise<HttpResponse>,
    done: () => void = () => void removed.push(item),
  ): Promise<void> =>
    act().then(
      (answer) => {
        if (isGone(answer)) done();
        else failures.push(`${nameOfItem(item)}: ${answer.status} ${answer.body.slice(0, 200)}`);
      },
      (cause: unknown) => void failures.push(`${nameOfItem(item)}: ${(cause as Error).message}`),
    );
  // The rights of whoever asks by REST are among what is removed afterwards.
  await inTurns(
    own.filter(({ resource }) => resource === undefined),
    (item) => attempt(item, () => kfp.call('DELETE', `${apiV2}/pipelines/${item.uid}`, { query: { cascade: true } })),
  );
  for (const kind of inventoryKinds) {
    const items = own.filter(({ resource }) => resource === kind.resource);
    // A finalizer that a scenario put on an object keeps it, and its namespace, for ever.
    await inTurns(
      items.filter(({ finalizers = [] }) => finalizers.length > 0),
      (item) =>
        attempt(
          item,
          () => cluster.call('PATCH', pathOf(kind, item), { metadata: { finalizers: null } }),
          () => {},
        ),
    );
    await inTurns(
      items.filter(({ namespace }) => namespace === undefined || !ending.has(namespace)),
      (item) => attempt(item, () => cluster.call('DELETE', pathOf(kind, item))),
    );
    if (kind.kind === 'Namespace' && items.length > 0)
      await awaitGone(cluster, items, (why) => void failures.push(why));
  }
  return { removed, failures, unseen };
};
