import { laneNames, type LaneName } from '../contract/lane-name.ts';
import type { Matrix, MatrixRow } from '../mutants/matrix.ts';
import { counted } from '../text/counted.ts';

const cellOf = (row: MatrixRow | undefined): string =>
  row === undefined ? '' : `${row.failed} (${(row.share * 100).toFixed(1)} %)`;

/** `28 of 310 scenarios`, and what that says of the shares. */
const coverageOf = ({ scenarios: { covered, all } }: Matrix): string =>
  covered === all
    ? `Failures were looked for in ${counted(all, 'scenario')}, which are all that this environment can run.`
    : `Failures were looked for in ${covered} of ${counted(all, 'scenario')} only, so that the shares are lower bounds.`;

/** Mutants of which the matrix says nothing. */
const leftOutOf = ({ leftOut }: Matrix): readonly string[] =>
  leftOut.length === 0
    ? []
    : [
        `Not looked for, since their defect shows in some rounds only and few were made: ${leftOut.toSorted().join(', ')}.`,
        '',
      ];

/** The matrix as Markdown, a row for each mutant: the number of failed checks in each lane, and their share. */
export const matrixTable = (matrix: Matrix): string => {
  const { pairs, checks, rows } = matrix;
  const cells = new Map<string, Partial<Record<LaneName, MatrixRow>>>();
  for (const row of rows) cells.set(row.mutant, { ...cells.get(row.mutant), [row.lane]: row });
  const lines = [...cells].map(([mutant, by]) => {
    const requirements = new Set(Object.values(by).flatMap((row) => row.requirements));
    return [mutant, ...laneNames.map((lane) => cellOf(by[lane])), [...requirements].toSorted().join(' ')];
  });
  const table = [
    ['mutant', ...laneNames.map((lane) => `${lane}, of ${checks[lane] ?? 0}`), 'requirements'],
    ['---', ...laneNames.map(() => '---'), '---'],
    ...lines,
  ];
  return [
    '# The checks that each mutant fails',
    '',
    'Made by `mutants --full --matrix`. A number is that of the checks that fail, with their share of the checks of the lane; an empty cell is a lane in which the mutant does nothing.',
    '',
    `${coverageOf(matrix)} Of ${counted(pairs.all, 'pair')} of a mutant and a scenario in a lane, ${pairs.affected.toLocaleString('en')} were run, in few rounds where none were declared to fail; in all others the mutant changed nothing in a control beside which it ran.`,
    '',
    ...leftOutOf(matrix),
    ...table.map((line) => `| ${line.join(' | ')} |`),
    '',
  ].join('\n');
};
