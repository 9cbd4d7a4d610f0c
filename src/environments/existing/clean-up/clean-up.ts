import type { RemovalOptions } from './remove-own.ts';
import { removeOwn } from './remove-own.ts';
import { compareInventories, nameOfItem, removalCommand, type InventoryChange } from './compare-inventories.ts';
import { forbiddenResources, restInventory, takeInventory, type Inventory, type Unreadable } from './inventory.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';

/** The result of removing the objects of a run. */
export interface CleanUp extends InventoryChange {
  readonly removed: number;
  /** Failed removals, with the reason. */
  readonly failures: readonly string[];
  readonly unreadable: readonly Unreadable[];
  /**
   * Resources that the user was allowed to read before the run: they may contain objects of the run. A user who may not
   * list resources of a kind makes none.
   */
  readonly newlyUnreadable: readonly Unreadable[];
}

const withoutKept = ({ keptName: _kept, ...options }: RemovalOptions): RemovalOptions => options;

/** Removes every object of a run, then verifies it with an inventory. */
export const cleanUp = async (before: Inventory, options: RemovalOptions): Promise<CleanUp> => {
  const first = await removeOwn(options);
  // The clean-up user can list pipelines by REST only until its own permissions are removed.
  const byRest = await restInventory(options.listings);
  const last = await removeOwn({ ...withoutKept(options), listings: [] });
  const inCluster = await takeInventory({ ...options, listings: [] });
  const after = {
    items: [...inCluster.items, ...byRest.items],
    unreadable: [...inCluster.unreadable, ...byRest.unreadable],
  };
  const forbiddenBefore = forbiddenResources(before);
  return {
    removed: first.removed.length + last.removed.length,
    failures: [...first.failures, ...last.failures],
    unreadable: after.unreadable,
    newlyUnreadable: after.unreadable.filter(({ resources }) => !forbiddenBefore.has(resources)),
    ...compareInventories(before, after, options.ownership),
  };
};

const shownOthers = 20;

const listed = (items: InventoryChange['addedByOthers']): string =>
  `${items.slice(0, shownOthers).map(nameOfItem).join(', ')}${items.length > shownOthers ? ` and ${items.length - shownOthers} more` : ''}`;

export const unreadableLines = (unreadable: readonly Unreadable[]): readonly string[] =>
  unreadable.map(({ resources, reason }) => `could not read ${resources}: ${reason}`);

/** The progress lines of a clean-up. */
export const cleanUpLines = ({
  removed,
  leaked,
  addedByOthers,
  removedByOthers,
  failures,
  unreadable,
}: CleanUp): readonly string[] => [
  `removed ${removed} objects of this run; ${leaked.length === 0 ? 'no' : leaked.length} objects of this run are left${leaked.length === 0 && unreadable.length > 0 ? ' in the resources that could be read' : ''}`,
  ...failures.map((failure) => `clean-up failed: ${failure}`),
  ...unreadableLines(unreadable),
  ...(addedByOthers.length > 0 ? [`added during the run, apparently by others: ${listed(addedByOthers)}`] : []),
  ...(removedByOthers.length > 0 ? [`removed during the run by others: ${listed(removedByOthers)}`] : []),
];

const paragraph = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join('\n')];

/**
 * Throws an EnvironmentError that lists leaked objects with the command that removes each, failed removals, and resources
 * that could not be read and may contain more objects of the run.
 */
export const requireClean = ({ leaked, failures, newlyUnreadable }: CleanUp, context: string): void => {
  const paragraphs = [
    ...paragraph(
      `${leaked.length} objects of this run are still in the cluster; remove them:`,
      leaked.map((item) => `${nameOfItem(item)}: ${removalCommand(item, context)}`),
    ),
    ...paragraph('Removals that failed:', failures),
    ...paragraph(
      'These resources could not be read after the run and may contain objects of it:',
      newlyUnreadable.map(({ resources, reason }) => `${resources}: ${reason}`),
    ),
  ];
  if (paragraphs.length > 0) throw new EnvironmentError(paragraphs.join('\n'));
};
