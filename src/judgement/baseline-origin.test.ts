import { expect, test } from 'vitest';
import { differencesFrom, otherTarget, type BaselineOrigin, type Tested } from './baseline-origin.ts';

const origin: BaselineOrigin = {
  target: 'KFP API server',
  release: '2.17.0',
  commit: '7b70c7b95f6832772efd6fd0029a4024491a0f44',
  database: 'MariaDB 10.11.19, utf8mb4, utf8mb4_bin',
  manifests: 'supplied',
};
const database = { product: 'MariaDB', version: '10.11.19', characterSet: 'utf8mb4', collation: 'utf8mb4_bin' };
const tested = (target: Partial<Tested['target']> = {}, environment: Tested['environment'] = { database }): Tested => ({
  target: { selfCheck: false, release: origin.release, commit: origin.commit, manifests: 'supplied', ...target },
  environment,
});

test('another release or another database product is another target', () => {
  expect(otherTarget(origin, tested())).toBeUndefined();
  expect(otherTarget(origin, tested({ release: '2.18.0' }))).toContain('release 2.17.0, and this target has 2.18.0');
  expect(otherTarget(origin, tested({}, { database: { ...database, product: 'MySQL' } }))).toContain('MySQL');
});

test('what is not known is not another', () => {
  expect(otherTarget(origin, tested({ release: 'unknown' }))).toBeUndefined();
  expect(otherTarget(origin, tested({}, {}))).toBeUndefined();
  expect(otherTarget({ ...origin, release: 'unknown', database: 'not inspected' }, tested())).toBeUndefined();
});

test('another commit, other manifests and another version of the database are differences', () => {
  expect(differencesFrom(origin, tested())).toEqual([]);
  const other = { database: { ...database, version: '11.8.0' } };
  const { release, commit } = { release: '2.17.0', commit: 'a'.repeat(40) };
  expect(otherTarget(origin, tested({ release, commit, manifests: 'harness' }, other))).toBeUndefined();
  expect(differencesFrom(origin, tested({ release, commit, manifests: 'harness' }, other))).toEqual([
    `commit ${origin.commit}, this run has ${commit}`,
    'database MariaDB 10.11.19, utf8mb4, utf8mb4_bin, this run has MariaDB 11.8.0, utf8mb4, utf8mb4_bin',
    'manifests supplied, this run has harness',
  ]);
});

test('an abbreviated commit, an unknown one, and manifests that the file does not name are no differences', () => {
  expect(differencesFrom(origin, tested({ commit: '7b70c7b95f' }))).toEqual([]);
  expect(differencesFrom(origin, tested({ commit: 'unknown' }))).toEqual([]);
  const { manifests: _manifests, ...rest } = origin;
  expect(differencesFrom(rest, tested({ manifests: 'harness' }))).toEqual([]);
});
