import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test('the nearest names come first, whatever their case', () => {
  const names = ['CRUD-01', 'LIST-04', 'LIST-40', 'VER-04', 'LIST-14'];
  expect(nearest('list-4', names)[0]).toBe('LIST-04');
  expect(nearest('LIS-04', names)).toEqual(['LIST-04', 'LIST-14', 'LIST-40']);
  expect(nearest('x', ['a'])).toEqual(['a']);
  expect(nearest('x', [])).toEqual([]);
});
