import { expect, test } from 'vitest';
import { EnvironmentError } from '../failures/environment-error.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import { withoutTarget } from './without-target.ts';

test('every check of a scenario without a target is blocked, with a message that is the same in every run', () => {
  const catalogue = new Map(
    ['CRUD-01', 'CRUD-02'].map((id) => [id, { id, lanes: ['database/rest'] }]),
  ) as unknown as Catalogue;
  const result = (port: number) =>
    withoutTarget(
      { name: 'story', checks: ['CRUD-01', 'CRUD-02'], run: () => Promise.resolve() },
      'database/rest',
      catalogue,
      new EnvironmentError(`no answer from 127.0.0.1:${port}.`, { logTail: [`at ${port}`] }),
    );
  expect(result(1).checks.map(({ requirement, outcome }) => `${requirement} ${outcome}`)).toEqual([
    'CRUD-01 blocked',
    'CRUD-02 blocked',
  ]);
  expect(result(1)).toEqual(result(2));
  expect(result(1).aborted).toBe('no target could be had: no answer from 127.0.0.1:PORT.');
});
