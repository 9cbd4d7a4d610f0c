import { expect, test } from 'vitest';
import { builtInPlans } from './built-in-plans.ts';
import { planFor } from './plan-for.ts';
import { predict } from './prediction.ts';
import { preparedVersions } from './prepared-versions.ts';

const { quick, smoke, requirements } = builtInPlans;

test('a cascade of many versions has a short closed loop in every plan', () => {
  expect(planFor(quick, 'delete-cascade-many').loop).toEqual({ kind: 'closed', iterations: 3 });
  expect(planFor(smoke, 'delete-cascade-many').loop).toEqual({ kind: 'closed', iterations: 1 });
  expect(planFor(quick, 'create')).toBe(quick);
});

test('the versions that are made for an operation are bounded', () => {
  expect(preparedVersions(quick, 'list-versions', 1_000)).toBe(1_000);
  expect(preparedVersions(quick, 'list-versions', 100_000)).toBe(10_000);
  expect(preparedVersions(quick, 'delete-cascade-many', 100_000)).toBe(600);
  expect(preparedVersions(quick, 'delete-cascade', 100_000)).toBe(0);
});

test('they are in the prediction', () => {
  const of = (operation: 'list-versions' | 'list-first-page') =>
    predict({ ...requirements, operations: [operation] }, ['kubernetes/rest'], 1);
  const [versions, pipelines] = [of('list-versions'), of('list-first-page')];
  expect(versions.requests - pipelines.requests).toBeGreaterThan(11_000 - 2 * 33 * 20);
  expect(versions.etcdBytes).toBeGreaterThan(pipelines.etcdBytes);
  expect(versions.seconds).toBeGreaterThan(pipelines.seconds);
});
