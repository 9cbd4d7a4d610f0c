import { expect, test } from 'vitest';
import type { Scenario } from '../scenarios/scenario.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { asDeclared } from './declared-needs.ts';

const target = {
  process: async () => ({ identity: '1', running: true }),
  objectStoreRequests: async () => 3,
} as unknown as StartedTarget;

test('a scenario gets what it declares, and is told what it forgot', async () => {
  const own = asDeclared(target, { name: 'looks', needs: ['process'] } as unknown as Scenario);
  expect(await own.process()).toEqual({ identity: '1', running: true });
  await expect(own.objectStoreRequests()).rejects.toThrow(
    'looks uses objectStoreRequests of its target and does not declare the need of object-store',
  );
});
