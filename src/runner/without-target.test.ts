import { expect, test } from 'vitest';
import { EnvironmentError } from '../failures/environment-error.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import { TargetNotReadyError } from '../targets/target-not-ready-error.ts';
import { withoutTarget } from './without-target.ts';

const catalogue = new Map(
  ['CRUD-01', 'CRUD-02'].map((id) => [id, { id, lanes: ['database/rest'] }]),
) as unknown as Catalogue;
const without = (failure: EnvironmentError) =>
  withoutTarget(
    { name: 'story', checks: ['CRUD-01', 'CRUD-02'], run: () => Promise.resolve() },
    'database/rest',
    catalogue,
    failure,
  );

// Why: a login page at one health check, and a namespace that could not be lent, made the target not conformant.
test('every check of a scenario whose target could not be had is in error, and not blocked', () => {
  const { checks, aborted, abortedAs } = without(new EnvironmentError('GET healthz answered with HTML'));
  expect(checks.map(({ requirement, outcome }) => `${requirement} ${outcome}`)).toEqual([
    'CRUD-01 error',
    'CRUD-02 error',
  ]);
  expect(abortedAs).toBe('error');
  expect(aborted).toBe('no target could be had: GET healthz answered with HTML');
});

test('every check of a scenario whose target itself is not ready is blocked, with a message that is the same in every run', () => {
  const result = (port: number) =>
    without(new TargetNotReadyError(`no answer from 127.0.0.1:${port}.`, { logTail: [`at ${port}`] }));
  expect(result(1).checks.map(({ requirement, outcome }) => `${requirement} ${outcome}`)).toEqual([
    'CRUD-01 blocked',
    'CRUD-02 blocked',
  ]);
  expect(result(1)).toEqual(result(2));
  expect(result(1).aborted).toBe('no target could be had: no answer from 127.0.0.1:PORT.');
});
