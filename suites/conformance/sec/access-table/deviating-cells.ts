import type { AccessCell } from './access-table.ts';

/** A label such as `view: GET pipelines/{id}`. */
export const cellLabel = ({ shape, set, call }: AccessCell): string =>
  `${shape}${set.label === '' ? '' : ` (${set.label})`}: ${call.label}`;

/** All cells whose observed verdict differs from the expected one, each with both verdicts. */
export const deviatingCells = (cells: readonly AccessCell[]): readonly (readonly [string, string, string])[] =>
  cells
    .filter(({ expected, observed }) => expected !== observed)
    .map((cell) => [cellLabel(cell), cell.expected, cell.observed] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
