import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { runProgram } from '../processes/run-program.ts';
import { packagePath } from '../package-path.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { patience } from '../waiting/slowness.ts';

const load = (directory: string, ...args: readonly string[]): Promise<string> =>
  runProgram(process.execPath, [packagePath('src/cli/main.ts'), 'load', ...args], {
    cwd: directory,
    env: { ...process.env, KFP_CONFORMANCE_STATE: path.join(directory, 'state') },
    deadlineMs: 25_000,
  });

vi.setConfig({ testTimeout: patience(120_000) });

test('--dry-run prints what a plan takes, and starts and writes nothing', async () => {
  const directory = await temporaryDirectory();
  const output = await load(directory, '--plan', '100k', '--seed', '7', '--dry-run');
  expect(output).toMatch(
    /^plan 100k, seed 7\nrequests {2}[\d,]+\ntime .* min .*\nmemory .* GiB.*\ndisk .*GiB.*\netcd .*/,
  );
  expect(await readdir(path.join(directory, 'state'))).toEqual([]);
  expect(await readdir(directory)).toEqual(['state']);
});

test('--dry-run says that a plan would be refused, and a run of it is refused with the numbers', async () => {
  const directory = await temporaryDirectory();
  const args = ['--objects', '9000000'];
  expect(await load(directory, ...args, '--dry-run')).toMatch(/\nrefused {3}this machine has not the room.* GiB/);
  await expect(load(directory, ...args)).rejects.toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^error: this machine has not the room for the plan: .* GiB .*--objects/),
  });
});

test('an installation on another host is refused before anything is sent to it', async () => {
  const directory = await temporaryDirectory();
  const kubeconfig = path.join(directory, 'kubeconfig');
  const cluster = { name: 'c', cluster: { server: 'https://cluster.invalid:6443' } };
  const context = { name: 'c', context: { cluster: 'c', user: 'u' } };
  const users = [{ name: 'u', user: { token: 'secret' } }];
  const config = { clusters: [cluster], contexts: [context], users, 'current-context': 'c' };
  await writeFile(kubeconfig, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config }));
  const args = ['--environment', 'existing', '--kubeconfig', kubeconfig, '--endpoint', 'http://127.0.0.1:9'];
  await expect(load(directory, ...args)).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^error: the Kubernetes API is on cluster\.invalid, .*--allow-remote cluster\.invalid\n$/,
    ),
  });
  await expect(load(directory, ...args, '--allow-remote', 'cluster.invalid')).rejects.toMatchObject({
    code: 3,
    stderr: expect.stringContaining('the Kubernetes API at https://cluster.invalid:6443'),
  });
  expect(await load(directory, ...args, '--dry-run')).toMatch(
    /in the database:\nrequests .*\nobjects .* removed again\ntime .*\nclean-up .*[^]*in the Kubernetes API:\n/,
  );
});

test('a wrong plan ends with exit code 2 and one error', async () => {
  await expect(load(await temporaryDirectory(), '--plan', 'quik')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^error: --plan quik: no such file, and no plan of that name \(smoke, quick, requirements, 100k\)\n$/,
    ),
  });
});
