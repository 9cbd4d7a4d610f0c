import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import type { AccessCell } from './access-table.ts';
import { isComparable } from './comparable-calls.ts';

/** The label of the observation of the calls about one kind, by a caller of a shape, on a set of objects. */
export const accessLabel = (shape: string, about: AccessCell['call']['about'], set = ''): string =>
  `${shape}${set === '' ? '' : ` (${set})`}: ${about}`;

/**
 * Observes the access by role in terms common to both surfaces: reads through REST, writes through the lane's write
 * surface.
 */
export const observeAccess = ({ observe, lane }: ScenarioContext, cells: readonly AccessCell[]): void => {
  const comparable = cells.filter(({ call }) => isComparable(call, lane.write.name));
  const labels = new Map<string, AccessCell[]>();
  for (const cell of comparable) {
    const label = accessLabel(cell.shape, cell.call.about, cell.set.label);
    labels.set(label, [...(labels.get(label) ?? []), cell]);
  }
  for (const [label, group] of labels)
    observe(label, Object.fromEntries(group.map(({ call, observed }) => [call.action, observed])));
};
