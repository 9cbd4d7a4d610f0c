import { expect, test } from 'vitest';
import type { Matrix } from '../mutants/matrix.ts';
import { matrixTable } from './matrix-table.ts';

const matrix: Matrix = {
  scenarios: { covered: 298, all: 298 },
  pairs: { all: 170_000, affected: 5_000, run: 4_000 },
  checks: { 'database/rest': 400, 'kubernetes/rest': 600, 'kubernetes/crd': 650 },
  rows: [
    { mutant: 'broad', lane: 'database/rest', failed: 20, share: 0.05, requirements: ['CRUD-02'] },
    { mutant: 'narrow', lane: 'kubernetes/rest', failed: 3, share: 0.005, requirements: ['LIST-01'] },
    { mutant: 'broad', lane: 'kubernetes/rest', failed: 0, share: 0, requirements: [] },
    { mutant: 'broad', lane: 'kubernetes/crd', failed: 1, share: 0.0016, requirements: ['CRUD-01', 'CRUD-02'] },
  ],
  leftOut: ['rare', 'odd'],
};

test('a mutant is a row, with its failed checks in each lane where it acts', () => {
  const lines = matrixTable(matrix).split('\n');
  expect(lines).toContain(
    '| mutant | database/rest, of 400 | kubernetes/rest, of 600 | kubernetes/crd, of 650 | requirements |',
  );
  expect(lines.filter((line) => /^\| (broad|narrow)/.test(line))).toEqual([
    '| broad | 20 (5.0 %) | 0 (0.0 %) | 1 (0.2 %) | CRUD-01 CRUD-02 |',
    '| narrow |  | 3 (0.5 %) |  | LIST-01 |',
  ]);
  expect(lines.join('\n')).toContain('Of 170,000 pairs of a mutant and a scenario in a lane, 5,000 were run');
});

test('mutants of which it says nothing are named', () => {
  expect(matrixTable(matrix)).toMatch(/\n\nNot looked for, since .*: odd, rare\.\n\n\|/);
  expect(matrixTable({ ...matrix, leftOut: [] })).not.toContain('Not looked for');
});

test('a matrix of some scenarios says that its shares are lower bounds', () => {
  expect(matrixTable(matrix)).not.toContain('lower bounds');
  expect(matrixTable({ ...matrix, scenarios: { covered: 14, all: 298 } })).toContain(
    'in 14 of 298 scenarios only, so that the shares are lower bounds',
  );
});
