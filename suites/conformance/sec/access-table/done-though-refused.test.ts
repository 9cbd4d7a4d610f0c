import { expect, test } from 'vitest';
import { namesFor } from '../../../../src/contract/names.ts';
import { laneOf } from '../../../../src/lanes/lanes.ts';
import { preconditions } from '../../../../src/runner/precondition.ts';
import { cachingSurface } from '../../../expectations/testing/caching-surface.ts';
import type { AccessCell } from './access-table.ts';
import { doneThoughRefused } from './done-though-refused.ts';

// Why: it looked at once, so a refused creation that was done and shown 200 ms later passed.
test('a refused call that was done is seen behind a cache', async () => {
  const rest = cachingSurface(200);
  const lane = laneOf({ name: 'database/rest', rest });
  const { value: pipeline } = await rest.createPipeline({ name: 'parent' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const cell = {
    shape: 'no role',
    set: { label: '', objects: { pipeline } },
    call: { label: 'create pipeline', surface: 'rest', effect: { makes: 'pipeline' } },
    observed: 'refused',
    mark: 'made',
  } as unknown as AccessCell;
  await rest.createPipeline({ name: 'made' });
  const names = namesFor(1, 'done-though-refused', 'database/rest', '');
  const context = { given: preconditions((text) => text), lane, names };
  expect(await doneThoughRefused(context, [cell])).toEqual(['no role: create pipeline']);
  expect(await doneThoughRefused(context, [{ ...cell, mark: 'not made' }])).toEqual([]);
});
