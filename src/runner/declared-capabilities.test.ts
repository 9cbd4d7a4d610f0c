import { expect, test } from 'vitest';
import type { Scenario } from '../scenarios/scenario.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { restrictToDeclared, requireDeclaredCapability } from './declared-capabilities.ts';

const target = {
  process: async () => ({ identity: '1', running: true }),
  objectStoreRequests: async () => 3,
} as unknown as StartedTarget;

test('a scenario may use its declared capabilities, and an undeclared one is an error', async () => {
  const own = restrictToDeclared(target, { name: 'looks', capabilities: ['process'] } as unknown as Scenario);
  expect(await own.process()).toEqual({ identity: '1', running: true });
  await expect(own.objectStoreRequests()).rejects.toThrow(
    'looks uses objectStoreRequests of its target and does not declare the capability object-store',
  );
});

test('capabilities beyond the calls of the target must be declared as well, except those that the lane implies', () => {
  const scenario = { name: 'looks', capabilities: ['any-user'] } as unknown as Scenario;
  const required = requireDeclaredCapability(scenario, 'kubernetes/rest');
  expect(() => required('any-user', 'a user of any name')).not.toThrow();
  expect(() => required('pipeline-objects', 'the Kubernetes API')).toThrow(
    'looks uses the Kubernetes API and does not declare the capability pipeline-objects',
  );
  expect(() =>
    requireDeclaredCapability(scenario, 'kubernetes/crd')('pipeline-objects', 'the Kubernetes API'),
  ).not.toThrow();
});
