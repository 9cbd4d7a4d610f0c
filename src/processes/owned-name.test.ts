import { expect, test } from 'vitest';
import { isAbandoned, ownedName } from './owned-name.ts';

const day = 86_400_000;

test('a name of this process is not abandoned, whatever its age', () => {
  const name = ownedName('.x-');
  expect(name).toMatch(/^\.x-\d+~/);
  expect(isAbandoned(name, '.x-', 2 * day)).toBe(false);
  expect(ownedName('.x-')).not.toBe(name);
});

test('a name of an earlier process with the same pid is abandoned', () => {
  expect(isAbandoned(ownedName('.x-').replace(/~\d+~/, '~1~'), '.x-', 0)).toBe(true);
});

test('a name of a process that cannot be seen is abandoned after a day', () => {
  const foreign = ownedName('.x-').replace(/pid:\[\d+\]/, 'pid:[1]');
  expect(isAbandoned(foreign, '.x-', day / 2)).toBe(false);
  expect(isAbandoned(foreign, '.x-', 2 * day)).toBe(true);
});
