import { couldHold, type Inventory, type InventoryItem } from './inventory.ts';
import { isOwn, type Ownership } from './ownership.ts';

/** The changes in a cluster during a run. */
export interface InventoryChange {
  /** Objects of the run that still exist; of a namespace of the run that one alone, as its objects go with it. */
  readonly leaked: readonly InventoryItem[];
  /** Added and removed objects that are not known to belong to the run, where both inventories could look. */
  readonly addedByOthers: readonly InventoryItem[];
  readonly removedByOthers: readonly InventoryItem[];
}

export const compareInventories = (before: Inventory, after: Inventory, ownership: Ownership): InventoryChange => {
  const own = isOwn(ownership);
  const uids = ({ items }: Inventory) => new Set(items.map(({ uid }) => uid));
  const [earlier, later] = [uids(before), uids(after)];
  const ownItems = after.items.filter(own);
  const namespaces = new Set(ownItems.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name));
  const others = after.items.filter((item) => !own(item));
  return {
    leaked: ownItems.filter(
      ({ resource, namespace }) => resource === undefined || namespace === undefined || !namespaces.has(namespace),
    ),
    addedByOthers: others.filter((item) => !earlier.has(item.uid) && !couldHold(before.unreadable, item)),
    removedByOthers: before.items.filter(
      (item) => !own(item) && !later.has(item.uid) && !couldHold(after.unreadable, item),
    ),
  };
};

/** `Role team-a/k3f9a1c2-role-1` */
export const nameOfItem = ({ kind, namespace, name }: InventoryItem): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

const quoted = (word: string): string =>
  /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** The command that removes an object by hand. */
export const removalCommand = ({ resource, namespace, name, uid }: InventoryItem, context: string): string =>
  resource === undefined
    ? `curl -X DELETE "$KFP/apis/v2beta1/pipelines/${uid}?cascade=true"`
    : `kubectl --context ${quoted(context)} delete ${resource} ${quoted(name)}${namespace === undefined ? '' : ` -n ${quoted(namespace)}`}`;
