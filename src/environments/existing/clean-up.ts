import type { RemovalOptions } from './remove-own.ts';
import { removeOwn } from './remove-own.ts';
import { compareInventories, nameOfItem, removalCommand, type InventoryChange } from './compare-inventories.ts';
import { restInventory, takeInventory, type Inventory } from './inventory.ts';
import { EnvironmentError } from '../environment-error.ts';

/** What removing a run came to. */
export interface CleanUp extends InventoryChange {
  readonly removed: number;
  /** Removals that were refused, and what could not be looked at. */
  readonly failures: readonly string[];
  readonly unseen: readonly string[];
}

const withoutKept = ({ keptName: _kept, ...options }: RemovalOptions): RemovalOptions => options;

/** Removes everything of a run, then looks whether it is gone. */
export const cleanUp = async (before: Inventory, options: RemovalOptions): Promise<CleanUp> => {
  const first = await removeOwn(options);
  // As long as its rights are there, whoever looks at pipelines by REST sees them.
  const byRest = await restInventory(options.listings);
  const last = await removeOwn({ ...withoutKept(options), listings: [] });
  const inCluster = await takeInventory({ ...options, listings: [] });
  const after = {
    items: [...inCluster.items, ...byRest.items],
    unseen: [...inCluster.unseen, ...byRest.unseen],
  };
  return {
    removed: first.removed.length + last.removed.length,
    failures: [...first.failures, ...last.failures],
    unseen: after.unseen,
    ...compareInventories(before, after, options.ownership),
  };
};

const shownOthers = 20;

const listed = (items: InventoryChange['come']): string =>
  `${items.slice(0, shownOthers).map(nameOfItem).join(', ')}${items.length > shownOthers ? ` and ${items.length - shownOthers} more` : ''}`;

/** What there is to tell of it. */
export const cleanUpLines = ({ removed, left, come, gone, failures, unseen }: CleanUp): readonly string[] => [
  `removed ${removed} objects of this run; ${left.length === 0 ? `nothing of it is left${unseen.length > 0 ? ', as far as one may look' : ''}` : `${left.length} are left`}`,
  ...failures.map((failure) => `could not be removed: ${failure}`),
  ...unseen.map((what) => `could not be looked at: ${what}`),
  ...(come.length > 0 ? [`made meanwhile, not known to be this run's: ${listed(come)}`] : []),
  ...(gone.length > 0 ? [`gone meanwhile, by others: ${listed(gone)}`] : []),
];

/** Throws an EnvironmentError that names everything of the run that is still there, with the command that removes it. */
export const requireClean = ({ left, failures }: CleanUp, context: string): void => {
  if (left.length === 0) return;
  const lines = left.map((item) => `  ${nameOfItem(item)}: ${removalCommand(item, context)}`);
  const why = failures.length === 0 ? '' : `\nRefused were:\n${failures.map((failure) => `  ${failure}`).join('\n')}`;
  throw new EnvironmentError(
    `${left.length} objects of this run are still in the cluster; remove them:\n${lines.join('\n')}${why}`,
  );
};
