import { expect, test } from 'vitest';
import { quantileGrid } from './quantile-grid.ts';

test('the grid has 216 probabilities, in order and each in its shortest form', () => {
  expect(quantileGrid).toHaveLength(216);
  expect(quantileGrid).toEqual([...new Set(quantileGrid)].toSorted((a, b) => a - b));
  expect(quantileGrid.filter((percent) => String(percent).length > 5)).toEqual([]);
  expect([quantileGrid[0], quantileGrid[197], quantileGrid[206], quantileGrid.at(-1)]).toEqual([0.5, 99, 99.9, 99.99]);
  expect(quantileGrid).toEqual(expect.arrayContaining([50, 90, 95, 99.5]));
});
