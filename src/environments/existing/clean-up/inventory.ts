import { object, text, type Json } from '../../../clients/json-response.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { collectionOf, inventoryKinds, isPipelineKind, type InventoryKind } from './inventory-kinds.ts';
import type { Owned } from './ownership.ts';
import { RefusedListingError } from './rest-pages.ts';
import { restPipelines, type RestListing } from './rest-pipelines.ts';

/** An existing object. */
export interface InventoryItem extends Owned {
  readonly kind: string;
  /** The name of its kind for kubectl; absent for an object that only REST lists, by its id. */
  readonly resource?: string;
  readonly uid: string;
  /** Finalizers that block its deletion. */
  readonly finalizers?: readonly string[];
}

/** Resources that could not be listed. */
export interface Unreadable {
  /** `roles of team-a` */
  readonly resources: string;
  readonly reason: string;
  /** The user may not list them, as opposed to a list that failed. */
  readonly forbidden?: true;
}

/** The existing objects of all kinds that a run could create. */
export interface Inventory {
  readonly items: readonly InventoryItem[];
  readonly unreadable: readonly Unreadable[];
}

export interface InventoryOptions {
  readonly cluster: ClusterClient;
  /** Namespaces to list one by one if listing all namespaces at once is forbidden. */
  readonly namespaces: readonly string[];
  /** REST listings. */
  readonly listings: readonly RestListing[];
  /** Lists pipelines by REST alone, because the user may not remove their objects. */
  readonly pipelinesByRest?: boolean;
  /** Limits the inventory to this namespace. */
  readonly within?: string;
}

const itemOf = ({ kind, resource }: InventoryKind, found: Json): InventoryItem => {
  const metadata = object(found, 'metadata');
  const namespace = text(metadata, 'namespace');
  return {
    kind,
    resource,
    name: text(metadata, 'name'),
    ...(namespace !== '' && { namespace }),
    uid: text(metadata, 'uid'),
    labels: object(metadata, 'labels'),
    ...(Array.isArray(metadata['finalizers']) && { finalizers: metadata['finalizers'] as readonly string[] }),
  };
};

type Part = { readonly items: readonly InventoryItem[] } | { readonly unreadable: Unreadable };

const tryList = async (resources: string, list: () => Promise<readonly InventoryItem[]>): Promise<Part> => {
  try {
    return { items: await list() };
  } catch (cause) {
    if (!(cause instanceof EnvironmentError)) throw cause;
    const refused = cause instanceof RefusedError || cause instanceof RefusedListingError;
    const forbidden = refused && [401, 403].includes(cause.status);
    return { unreadable: { resources, reason: cause.message, ...(forbidden && { forbidden }) } };
  }
};

const mergeParts = (parts: readonly Part[]): Inventory => {
  const items = new Map<string, InventoryItem>();
  for (const part of parts)
    for (const item of 'items' in part ? part.items : []) items.set(`${item.kind} ${item.uid}`, item);
  return {
    items: [...items.values()],
    unreadable: parts.flatMap((part) => ('unreadable' in part ? [part.unreadable] : [])),
  };
};

const restResources = (namespace: string | undefined): string =>
  `pipelines by REST${namespace === undefined ? '' : ` of ${namespace}`}`;

const clusterResources = (plural: string, namespace: string | undefined): string =>
  `${plural}${namespace === undefined ? '' : ` of ${namespace}`}`;

/** The resources that the user may not list, by their names. */
export const forbiddenResources = ({ unreadable }: Pick<Inventory, 'unreadable'>): ReadonlySet<string> =>
  new Set(unreadable.filter(({ forbidden }) => forbidden === true).map(({ resources }) => resources));

/** Whether one of the resources could hold the object, so that its absence from the inventory means nothing. */
export const couldHold = (
  unreadable: readonly Unreadable[],
  { resource, namespace }: Pick<InventoryItem, 'resource' | 'namespace'>,
): boolean => {
  const [plural = ''] = resource?.split('.') ?? [];
  const named = (place?: string) => (resource === undefined ? restResources(place) : clusterResources(plural, place));
  const places = new Set([named(), named(namespace)]);
  return unreadable.some(({ resources }) => places.has(resources));
};

const restParts = (listings: readonly RestListing[]): Promise<readonly Part[]> =>
  Promise.all(
    listings.map((listing) =>
      tryList(restResources(listing.namespace), async () =>
        (await restPipelines(listing)).map(({ id, ...pipeline }) => ({ ...pipeline, kind: 'Pipeline', uid: id })),
      ),
    ),
  );

/** The pipelines that REST lists. */
export const restInventory = async (listings: readonly RestListing[]): Promise<Inventory> =>
  mergeParts(await restParts(listings));

/** Lists all namespaces at once if that is allowed, otherwise each known namespace. */
const clusterParts = async (
  { cluster, namespaces, within }: InventoryOptions,
  kind: InventoryKind,
): Promise<readonly Part[]> => {
  const listIn = (namespace?: string): Promise<Part> =>
    tryList(clusterResources(kind.plural, namespace), async () =>
      ((await cluster.listMetadata(collectionOf(kind, namespace))) ?? []).map((found) => itemOf(kind, found)),
    );
  if (within !== undefined) return kind.namespaced ? [await listIn(within)] : [];
  if (!kind.namespaced) return [await listIn()];
  // Asked inside tryList, so that a missing answer is reported as well.
  let forbidden = false;
  const everywhere = await tryList(kind.plural, async () => {
    forbidden = (await cluster.call('GET', `${collectionOf(kind)}?limit=1`)).status === 403;
    return [];
  });
  if ('unreadable' in everywhere) return [everywhere];
  return forbidden ? Promise.all(namespaces.map(listIn)) : [await listIn()];
};

/** Lists every kind. A refused list is reported as unreadable and is not an error. */
export const takeInventory = async (options: InventoryOptions): Promise<Inventory> => {
  const kinds = inventoryKinds.filter((kind) => options.pipelinesByRest !== true || !isPipelineKind(kind));
  const inCluster = await Promise.all(kinds.map((kind) => clusterParts(options, kind)));
  // The cluster comes last: for a pipeline that both list, its object has more data.
  return mergeParts([...(await restParts(options.listings)), ...inCluster.flat()]);
};
