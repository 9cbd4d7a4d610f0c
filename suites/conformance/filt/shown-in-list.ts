import { assert } from '../../../src/scenarios/assert.ts';
import type { Lane } from '../../../src/lanes/lane.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { foundLabels } from '../../expectations/found-labels.ts';
import type { Collection } from '../../expectations/listed-page.ts';

/**
 * Waits until a REST list with this filter shows these labels, in every lane. Objects created through REST may be late
 * in a list as well, which CRUD-05 and LIST-26 decide.
 */
export const shownInList = (
  { lane, kfp, names }: Pick<ScenarioContext, 'kfp' | 'names'> & { readonly lane: Lane },
  collection: Collection,
  filter: string,
  labels: readonly string[],
): Promise<void> =>
  lane.eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
    assert.deepEqual(
      await foundLabels(kfp, collection, filter, names),
      [...labels].toSorted(),
      'the list shows what was made',
    );
  });
