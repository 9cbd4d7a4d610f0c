import { assert } from '../../src/scenarios/assert.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { inEveryView } from './in-every-view.ts';

/** Changes the display name of an object on both surfaces in turn, each time waiting until both show it. */
export const renamedInTurn = async (
  { lane }: ScenarioContext,
  rename: (surface: ScenarioContext['lane']['rest'], displayName: string) => Promise<void>,
  shown: (surface: ScenarioContext['lane']['rest']) => Promise<string | undefined>,
): Promise<void> => {
  for (const displayName of ['by Kubernetes', 'by REST', 'by Kubernetes again', 'by REST again']) {
    await rename(displayName.includes('REST') ? lane.rest : lane.write, displayName);
    await inEveryView(lane, async (surface) => {
      assert.equal(await shown(surface), displayName, `${surface.name}: the display name`);
    });
  }
};
