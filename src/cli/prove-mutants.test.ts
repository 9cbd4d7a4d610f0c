import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Reporter, TestCase } from 'vitest/node';
import { exitCode } from '../failures/exit-code.ts';
import { UsageError } from '../failures/usage-error.ts';
import type { Matrix } from '../mutants/matrix.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { proveMutants, type MutantsOptions } from './prove-mutants.ts';

const unhandled = vi.hoisted((): string[] => []);

vi.mock('../runner/open-run.ts', () => ({
  openRun: () =>
    Promise.resolve({
      ended: new AbortController().signal,
      pool: { lastLook: () => Promise.resolve([]), deaths: () => [] },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
}));
vi.mock('../runner/self-check.ts', () => ({ selfCheckEnvironment: () => ({}), selfCheckSettings: () => ({}) }));
vi.mock('../runner/vitest/run-project.ts', () => ({
  runProject: (_project: string, _settings: unknown, reporter: Reporter) => {
    const keys = ['CRUD-01 in database/rest of story'];
    const passed = {
      id: 'one',
      name: 'a mutant is detected',
      meta: () => ({
        declaredChecks: keys,
        mutantResult: {
          mutant: 'one',
          killed: keys.map((key) => ({ key, deviations: {}, statements: [], inOwnLane: true })),
          beside: [],
          missed: [],
        },
        matrix,
      }),
      result: () => ({ state: 'passed', errors: [] }),
    } as unknown as TestCase;
    void reporter.onTestCaseResult?.(passed);
    return Promise.resolve(unhandled);
  },
}));

const matrix: Matrix = {
  scenarios: { covered: 1, all: 1 },
  pairs: { all: 1, affected: 1, run: 0 },
  checks: { 'database/rest': 10 },
  rows: [{ mutant: 'one', lane: 'database/rest', failed: 1, share: 0.1, requirements: ['CRUD-01'] }],
  leftOut: [],
};

const prove = async (options: Partial<MutantsOptions> = {}) => {
  let printed = '';
  const keep = (text: string | Uint8Array) => {
    printed += String(text);
    return true;
  };
  using _out = vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  using _err = vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  const code = await proveMutants({ full: false, area: [], environment: 'local', ...options });
  return { code, printed };
};

// Why: a worker that crashed took its mutants with it, and the command ended with 0.
test('an error that no test of the mutants caught fails the command', async () => {
  expect((await prove()).code).toBe(exitCode.ok);
  unhandled.push('Worker exited unexpectedly');
  const { code, printed } = await prove();
  expect(code).toBe(exitCode.failed);
  expect(printed).toContain('Worker exited unexpectedly\n');
});

test('the matrix is printed, part of the JSON, and written to a file', async () => {
  unhandled.length = 0;
  const row = '| one | 1 (10.0 %) |  |  | CRUD-01 |';
  const file = path.join(await temporaryDirectory(), 'matrix.md');
  expect((await prove({ full: true, matrix: file })).printed).toContain(row);
  expect(await readFile(file, 'utf8')).toContain(row);
  const { printed } = await prove({ full: true, json: true });
  expect(JSON.parse(printed.slice(printed.indexOf('{')))).toMatchObject({ checks: 1, matrix });
});

test('a file for the matrix wants a matrix, and a folder', async () => {
  await expect(prove({ matrix: 'matrix.md' })).rejects.toThrow(UsageError);
  const file = path.join(await temporaryDirectory(), 'missing', 'matrix.md');
  await expect(prove({ full: true, matrix: file })).rejects.toThrow(UsageError);
});
