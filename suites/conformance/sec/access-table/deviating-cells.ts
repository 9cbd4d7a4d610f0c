import type { AccessCell } from './access-table.ts';

/** Names a cell: `view: GET pipelines/{id}`. */
export const cellLabel = ({ shape, set, call }: AccessCell): string =>
  `${shape}${set.label === '' ? '' : ` (${set.label})`}: ${call.label}`;

/** The cells that are not as they should be, each with what was expected and what came. All of them: none is left out. */
export const deviatingCells = (cells: readonly AccessCell[]): readonly (readonly [string, string, string])[] =>
  cells
    .filter(({ expected, observed }) => expected !== observed)
    .map((cell) => [cellLabel(cell), cell.expected, cell.observed] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
