import { quantileGrid } from './quantile-grid.ts';
import type { Distribution } from './schema.ts';

/** The quantile at a probability of the grid, in the unit of the samples. */
export const quantileOf = ({ grid }: Pick<Distribution, 'grid'>, probability: number): number => {
  const value = grid[quantileGrid.indexOf(probability)];
  if (value === undefined) throw new Error(`the quantile grid has no probability ${probability}`);
  return value;
};
