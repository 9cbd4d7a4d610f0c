import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packagePath } from '../../src/package-path.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';

/** The state of each test of a file of cases: `passed` or `failed`. */
export type CaseStates = Readonly<Record<string, string>>;

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** Runs vitest on a file of cases in a separate process. */
export const runCases = async (
  file: string,
  signal: AbortSignal,
  given: Readonly<Record<string, string>> = {},
): Promise<CaseStates> => {
  const output = path.join(await temporaryDirectory(), 'report.json');
  const config = path.join(import.meta.dirname, 'vitest.config.ts');
  const args = ['run', '--config', config, '--configLoader', 'native', '--reporter', 'json', '--outputFile', output];
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const env = { ...own, ...given };
  const printed = await new Promise<string>((resolve) => {
    // The exit code is ignored, since the cases that are cut off fail.
    execFile(packagePath('node_modules/.bin/vitest'), [...args, file], { env, signal }, (_, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    );
  });
  const report = await readFile(output, 'utf8').catch((cause: unknown) => {
    throw new Error(`expected a report of vitest on ${file}, but vitest printed: ${printed}`, { cause });
  });
  return Object.fromEntries(
    (JSON.parse(report) as Report).testResults.flatMap(({ assertionResults }) =>
      assertionResults.map(({ title, status }) => [title, status]),
    ),
  );
};
