import { object, text, type Json } from '../../../clients/json-response.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { collectionOf, inventoryKinds, isPipelineKind, type InventoryKind } from './inventory-kinds.ts';
import type { Owned } from './ownership.ts';
import { restPipelines, type RestListing } from './rest-pipelines.ts';

/** One thing that is there. */
export interface InventoryItem extends Owned {
  readonly kind: string;
  /** As kubectl names its kind; absent: REST alone knows it, by its id. */
  readonly resource?: string;
  readonly uid: string;
  /** It stays after its deletion until these are taken away. */
  readonly finalizers?: readonly string[];
}

/** What could not be looked at. */
export interface Unseen {
  /** `roles of team-a` */
  readonly what: string;
  readonly why: string;
}

/** What is there at a moment, of all that a run could make. */
export interface Inventory {
  readonly items: readonly InventoryItem[];
  readonly unseen: readonly Unseen[];
}

export interface InventoryOptions {
  readonly cluster: ClusterClient;
  /** Namespaces that are looked into where those of all may not be listed. */
  readonly namespaces: readonly string[];
  /** REST listings. */
  readonly listings: readonly RestListing[];
  /** Pipelines are looked for by REST alone: whoever sees their objects could not remove them. */
  readonly pipelinesByRest?: boolean;
  /** Only this namespace is looked into. */
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

type Part = { readonly items: readonly InventoryItem[] } | { readonly unseen: Unseen };

const seen = async (what: string, look: () => Promise<readonly InventoryItem[]>): Promise<Part> => {
  try {
    return { items: await look() };
  } catch (cause) {
    if (!(cause instanceof EnvironmentError)) throw cause;
    return { unseen: { what, why: cause.message } };
  }
};

const together = (parts: readonly Part[]): Inventory => {
  const items = new Map<string, InventoryItem>();
  for (const part of parts)
    for (const item of 'items' in part ? part.items : []) items.set(`${item.kind} ${item.uid}`, item);
  return { items: [...items.values()], unseen: parts.flatMap((part) => ('unseen' in part ? [part.unseen] : [])) };
};

const restParts = (listings: readonly RestListing[]): Promise<readonly Part[]> =>
  Promise.all(
    listings.map((listing) =>
      seen(`pipelines by REST${listing.namespace === undefined ? '' : ` of ${listing.namespace}`}`, async () =>
        (await restPipelines(listing)).map(({ id, ...pipeline }) => ({ ...pipeline, kind: 'Pipeline', uid: id })),
      ),
    ),
  );

/** The pipelines that REST lists. */
export const restInventory = async (listings: readonly RestListing[]): Promise<Inventory> =>
  together(await restParts(listings));

/** Of all namespaces where that is allowed, else of each that is known. */
const clusterParts = async (
  { cluster, namespaces, within }: InventoryOptions,
  kind: InventoryKind,
): Promise<readonly Part[]> => {
  const look = (namespace?: string): Promise<Part> =>
    seen(`${kind.plural}${namespace === undefined ? '' : ` of ${namespace}`}`, async () =>
      ((await cluster.listMetadata(collectionOf(kind, namespace))) ?? []).map((found) => itemOf(kind, found)),
    );
  if (within !== undefined) return kind.namespaced ? [await look(within)] : [];
  if (!kind.namespaced) return [await look()];
  // Asked inside a look, so that no answer at all is told as well.
  let forbidden = false;
  const everywhere = await seen(kind.plural, async () => {
    forbidden = (await cluster.call('GET', `${collectionOf(kind)}?limit=1`)).status === 403;
    return [];
  });
  if ('unseen' in everywhere) return [everywhere];
  return forbidden ? Promise.all(namespaces.map(look)) : [await look()];
};

/** Looks at everything; what is refused is told, and is no error. */
export const takeInventory = async (options: InventoryOptions): Promise<Inventory> => {
  const kinds = inventoryKinds.filter((kind) => options.pipelinesByRest !== true || !isPipelineKind(kind));
  const inCluster = await Promise.all(kinds.map((kind) => clusterParts(options, kind)));
  // A pipeline that is an object of the cluster is known to both, and to the cluster better.
  return together([...(await restParts(options.listings)), ...inCluster.flat()]);
};
