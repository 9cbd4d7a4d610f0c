import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import type { AccessCell } from './access-table.ts';
import { cellLabel } from './deviating-cells.ts';

/**
 * Observes the access by role in terms common to both surfaces: reads through REST, writes through the lane's write
 * surface.
 */
export const observeAccess = ({ observe, lane }: ScenarioContext, cells: readonly AccessCell[]): void => {
  const comparable = cells.filter(
    ({ call }) => call.action !== undefined && call.surface === (call.effect === undefined ? 'rest' : lane.write.name),
  );
  const labels = new Map<string, AccessCell[]>();
  for (const cell of comparable) {
    const label = cellLabel(cell).replace(/: .*/, `: ${cell.call.about}`);
    labels.set(label, [...(labels.get(label) ?? []), cell]);
  }
  for (const [label, group] of labels)
    observe(label, Object.fromEntries(group.map(({ call, observed }) => [call.action, observed])));
};
