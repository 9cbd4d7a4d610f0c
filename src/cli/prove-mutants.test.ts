import { expect, test, vi } from 'vitest';
import type { Reporter, TestCase } from 'vitest/node';
import { exitCode } from '../failures/exit-code.ts';
import { proveMutants } from './prove-mutants.ts';

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
          killed: keys.map((key) => ({ key, deviations: {}, statements: [] })),
          beside: [],
          missed: [],
        },
      }),
      result: () => ({ state: 'passed', errors: [] }),
    } as unknown as TestCase;
    void reporter.onTestCaseResult?.(passed);
    return Promise.resolve(unhandled);
  },
}));

const prove = async () => {
  let printed = '';
  const keep = (text: string | Uint8Array) => {
    printed += String(text);
    return true;
  };
  using _out = vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  using _err = vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  const code = await proveMutants({ full: false, area: [], environment: 'local' });
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
