import { expect, test } from 'vitest';
import type { LaneName } from '../contract/lane-name.ts';
import type { Outcome } from '../contract/outcome.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { DeclaredCheck } from './check-key.ts';
import { fillMatrix, unlikeControl, type MatrixInput } from './matrix.ts';
import type { Mutant } from './mutant.ts';
import type { ProbedCheck, Prover } from './proof.ts';

const lanes: readonly LaneName[] = ['database/rest', 'kubernetes/rest'];
const scenario = (name: string): Scenario => ({ name, lanes, checks: ['CRUD-01', 'CRUD-02'], run: async () => {} });
const [first, second] = [scenario('first'), scenario('second')];
const everyCheck = [first, second].flatMap((one) =>
  lanes.flatMap((lane) =>
    ['CRUD-01', 'CRUD-02'].map((requirement): DeclaredCheck => ({ requirement, lane, scenario: one })),
  ),
);
const mutant = (name: string, more: Partial<Mutant> = {}): Mutant => ({
  name,
  family: 'status',
  defect: name,
  kills: [],
  aspects: {},
  create: () => ({}),
  ...more,
});

const probed = (one: Scenario, lane: LaneName, outcomes: Readonly<Record<string, Outcome>>): readonly ProbedCheck[] =>
  Object.entries(outcomes).map(([requirement, outcome]) => ({
    check: { requirement, lane, scenario: one.name, outcome },
    aspects: [],
  }));

/** A prover under which `affecting` says what each mutant changes, and CRUD-01 fails where it was not told otherwise. */
const proverOf = (
  affecting: (one: Scenario, lane: LaneName) => readonly Mutant[],
  outcome: (one: Mutant) => Outcome = () => 'failed',
) => {
  const runs: string[] = [];
  const prove: Prover = {
    affecting: async (one, lane) => affecting(one, lane),
    controls: async (one) => lanes.flatMap((lane) => probed(one, lane, { 'CRUD-01': 'passed', 'CRUD-02': 'passed' })),
    mutated: async (by, one, lane, options) => {
      runs.push(`${by.name} in ${lane} of ${one.name}, ${options?.fewRounds === true ? 'few' : 'all'} rounds`);
      const other = lanes.find((each) => each !== lane) ?? lane;
      return [
        ...probed(one, lane, { 'CRUD-01': outcome(by), 'CRUD-02': 'passed' }),
        // A lane that is compared with that of the mutant has no defect.
        ...probed(one, other, { 'PAR-01': 'failed' }),
      ];
    },
  };
  return { prove, runs };
};

const input = (mutants: readonly Mutant[], more: Partial<MatrixInput> = {}): MatrixInput => ({
  mutants,
  checks: everyCheck,
  everyCheck,
  proved: new Map(),
  signal: new AbortController().signal,
  onPair: () => {},
  ...more,
});

test('only mutants that change something in a control are run', async () => {
  const [broad, harmless] = [mutant('broad'), mutant('harmless')];
  const { prove, runs } = proverOf((one, lane) => (one === first || lane === 'database/rest' ? [broad] : []));
  const progress: string[] = [];
  const matrix = await fillMatrix(
    prove,
    input([harmless, broad], { onPair: (done, all) => progress.push(`${done} of ${all}`) }),
  );
  expect(runs).toEqual([
    'broad in database/rest of first, few rounds',
    'broad in kubernetes/rest of first, few rounds',
    'broad in database/rest of second, few rounds',
  ]);
  expect(progress).toEqual(['1 of 3', '2 of 3', '3 of 3']);
  expect(matrix.pairs).toEqual({ all: 8, affected: 3, run: 3 });
  expect(matrix.rows.filter(({ lane }) => lane !== 'kubernetes/crd')).toEqual([
    { mutant: 'broad', lane: 'database/rest', failed: 2, share: 0.5, requirements: ['CRUD-01'] },
    { mutant: 'broad', lane: 'kubernetes/rest', failed: 1, share: 0.25, requirements: ['CRUD-01'] },
    { mutant: 'harmless', lane: 'database/rest', failed: 0, share: 0, requirements: [] },
    { mutant: 'harmless', lane: 'kubernetes/rest', failed: 0, share: 0, requirements: [] },
  ]);
});

test('what ran for the proof counts, and does not run again', async () => {
  const proven = mutant('proven', {
    kills: [{ requirement: 'CRUD-02', scenarios: ['first'] }],
    lanes: ['database/rest'],
  });
  const { prove, runs } = proverOf(
    () => [proven],
    () => 'passed',
  );
  const failed = (requirement: string) => ({
    key: `${requirement} in database/rest of first`,
    deviations: {},
    statements: [],
    inOwnLane: true,
  });
  const result = { mutant: 'proven', killed: [failed('CRUD-02')], beside: [failed('CRUD-01')], missed: [] };
  const matrix = await fillMatrix(prove, input([proven], { proved: new Map([[proven, result]]) }));
  expect(runs).toEqual(['proven in database/rest of second, few rounds']);
  expect(matrix.pairs).toEqual({ all: 2, affected: 2, run: 1 });
  expect(matrix.rows).toEqual([
    { mutant: 'proven', lane: 'database/rest', failed: 2, share: 0.5, requirements: ['CRUD-01', 'CRUD-02'] },
  ]);
});

// Why: the few rounds of the matrix do not reach the one in which such a defect shows, and it said that nothing fails.
test('mutants whose defect shows in some rounds only are left out by name', async () => {
  const [steady, rare] = [mutant('steady'), mutant('rare', { sporadic: true })];
  const { prove, runs } = proverOf(() => [steady]);
  const failed = { key: 'CRUD-01 in database/rest of first', deviations: {}, statements: [], inOwnLane: true };
  const proved = new Map([[rare, { mutant: 'rare', killed: [failed], beside: [], missed: [] }]]);
  const matrix = await fillMatrix(prove, input([steady, rare], { proved }));
  expect(matrix.leftOut).toEqual(['rare']);
  expect(matrix.rows.map((row) => row.mutant)).not.toContain('rare');
  expect(matrix.pairs.all).toBe(4);
  const { checks, signal } = input([]);
  await unlikeControl(prove, { mutants: [rare], checks, signal }, { count: 10, seed: 1 });
  expect(runs.filter((run) => run.startsWith('rare'))).toEqual([]);
});

test('shares are of all checks, also where only some scenarios were looked at', async () => {
  const broad = mutant('broad', { lanes: ['database/rest'] });
  const { prove } = proverOf(() => [broad]);
  const checks = everyCheck.filter((check) => check.scenario === first);
  const { rows, scenarios } = await fillMatrix(prove, input([broad], { checks }));
  expect(scenarios).toEqual({ covered: 1, all: 2 });
  expect(rows).toMatchObject([{ failed: 1, share: 0.25 }]);
});

test('a pair that cannot be run is no pair without failures', async () => {
  const broken = mutant('broken');
  const { prove } = proverOf(() => [broken]);
  const failing: Prover = { ...prove, mutated: () => Promise.reject(new Error('the target is gone')) };
  await expect(fillMatrix(failing, input([broken]))).rejects.toThrow(
    '4 of 4 could not be run: Error: the target is gone',
  );
});

test('an interruption ends it, after the pairs that are running', async () => {
  const broad = mutant('broad');
  const { prove, runs } = proverOf(() => [broad]);
  const controller = new AbortController();
  controller.abort(new Error('interrupted'));
  await expect(fillMatrix(prove, input([broad], { signal: controller.signal }))).rejects.toThrow('interrupted');
  expect(runs).toEqual([]);
});

test('a pair that was wrongly taken for unchanged is told', async () => {
  const [sly, harmless] = [mutant('sly', { lanes: ['database/rest'] }), mutant('harmless')];
  const { prove, runs } = proverOf(
    () => [],
    (one) => (one === sly ? 'failed' : 'passed'),
  );
  const { checks, signal } = input([]);
  const found = await unlikeControl(prove, { mutants: [sly, harmless], checks, signal }, { count: 10, seed: 1 });
  expect(runs).toHaveLength(6);
  expect(found.toSorted()).toEqual([
    'sly: CRUD-01 in database/rest of first is failed, and in the control passed',
    'sly: CRUD-01 in database/rest of second is failed, and in the control passed',
  ]);
});

test('the sample is the same for the same seed, and of the wanted size', async () => {
  const mutants = ['one', 'two', 'three'].map((name) => mutant(name));
  const sampled = async (seed: number): Promise<readonly string[]> => {
    const { prove, runs } = proverOf(
      () => [],
      () => 'passed',
    );
    const { checks, signal } = input([]);
    await unlikeControl(prove, { mutants, checks, signal }, { count: 4, seed });
    return runs;
  };
  const sample = await sampled(1);
  expect(sample).toHaveLength(4);
  expect(await sampled(1)).toEqual(sample);
  expect(await sampled(2)).not.toEqual(sample);
});
