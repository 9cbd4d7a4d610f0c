import type { RemovalOptions } from './remove-own.ts';
import { removeOwn } from './remove-own.ts';
import { compareInventories, nameOfItem, removalCommand, type InventoryChange } from './compare-inventories.ts';
import { restInventory, takeInventory, type Inventory, type Unseen } from './inventory.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';

/** What removing a run came to. */
export interface CleanUp extends InventoryChange {
  readonly removed: number;
  /** Removals that were refused. */
  readonly failures: readonly string[];
  readonly unseen: readonly Unseen[];
  /** Of these what could be looked at before, or was not there yet: nobody knows what is left in it. */
  readonly unknown: readonly Unseen[];
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
  const neverSeen = new Set(before.unseen.map(({ what }) => what));
  return {
    removed: first.removed.length + last.removed.length,
    failures: [...first.failures, ...last.failures],
    unseen: after.unseen,
    unknown: after.unseen.filter(({ what }) => !neverSeen.has(what)),
    ...compareInventories(before, after, options.ownership),
  };
};

const shownOthers = 20;

const listed = (items: InventoryChange['addedByOthers']): string =>
  `${items.slice(0, shownOthers).map(nameOfItem).join(', ')}${items.length > shownOthers ? ` and ${items.length - shownOthers} more` : ''}`;

export const unseenLines = (unseen: readonly Unseen[]): readonly string[] =>
  unseen.map(({ what, why }) => `could not be looked at: ${what}: ${why}`);

/** What there is to tell of it. */
export const cleanUpLines = ({
  removed,
  leaked,
  addedByOthers,
  removedByOthers,
  failures,
  unseen,
}: CleanUp): readonly string[] => [
  `removed ${removed} objects of this run; ${leaked.length === 0 ? `nothing of it is left${unseen.length > 0 ? ', as far as one may look' : ''}` : `${leaked.length} are left`}`,
  ...failures.map((failure) => `could not be removed: ${failure}`),
  ...unseenLines(unseen),
  ...(addedByOthers.length > 0 ? [`made meanwhile, not known to be this run's: ${listed(addedByOthers)}`] : []),
  ...(removedByOthers.length > 0 ? [`gone meanwhile, by others: ${listed(removedByOthers)}`] : []),
];

const paragraph = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join('\n')];

/**
 * Throws an EnvironmentError that names everything of the run that is still there, with the command that removes it, or that
 * may be: what could not be removed, and where nobody could look any more.
 */
export const requireClean = ({ leaked, failures, unknown }: CleanUp, context: string): void => {
  const paragraphs = [
    ...paragraph(
      `${leaked.length} objects of this run are still in the cluster; remove them:`,
      leaked.map((item) => `${nameOfItem(item)}: ${removalCommand(item, context)}`),
    ),
    ...paragraph('Refused were:', failures),
    ...paragraph(
      'What is left there of this run is not known, as it could not be looked at any more:',
      unknown.map(({ what, why }) => `${what}: ${why}`),
    ),
  ];
  if (paragraphs.length > 0) throw new EnvironmentError(paragraphs.join('\n'));
};
