import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { testResources } from '../../src/testing/test-resources.ts';
import { startLoad, type StartedLoad } from './started-load.ts';

/** Long enough that every operation after the first is still to come when the first is recorded. */
const plan = `
name: drill
objects: [20]
versionShare: 0
operations: [get-known, get-unknown, get-by-name, list-first-page]
loop: { kind: closed, iterations: 1000 }
virtualUsers: 2
snapshots: false
`;

const lane = 'database/rest';

const start = async (args: readonly string[] = []): Promise<StartedLoad> => {
  const directory = await temporaryDirectory();
  const file = path.join(directory, 'plan.yaml');
  await writeFile(file, plan);
  return startLoad(['--plan', file, '--lane', lane, '--seed', '7', ...args], directory, testResources());
};

const firstMeasurement = `${lane} get-known at 20`;

/** A run that ended early: what was measured before is kept, and nothing goes on. */
const expectKept = async (load: StartedLoad, broken: RegExp): Promise<void> => {
  const report = await load.report();
  expect(report?.run.complete, load.output()).toBe(false);
  expect(report?.run.broken).toEqual([expect.stringMatching(broken)]);
  expect(report?.measurements[0]).toMatchObject({ lane, operation: 'get-known', iterations: 1000 });
  expect(report?.measurements.length).toBeLessThan(4);
  expect(load.output()).toContain('Partial: the run was interrupted or broke');
  expect(load.leftovers()).toEqual([]);
};

test('Ctrl-C keeps what was measured, as a partial report, and ends everything', async () => {
  const load = await start();
  await load.until(firstMeasurement);
  load.interrupt();
  expect(await load.exited, load.output()).toBe(130);
  await expectKept(load, /^interrupted by SIGINT$/);
});

test.each([
  ['target-load', /^target-load \(database, variant default\) ended by itself with SIGKILL/],
  ['etcd', /^etcd exited unexpectedly with SIGKILL/],
])('a dying %s is named once, and what was measured stays', async (server, broken) => {
  const load = await start();
  await load.until(firstMeasurement);
  process.kill(load.pidOf(server), 'SIGKILL');
  expect(await load.exited, load.output()).toBe(3);
  await expectKept(load, broken);
});

test('a binary that exits at its start is one error with its output, and no report', async () => {
  const directory = await temporaryDirectory();
  const binary = path.join(directory, 'apiserver');
  await writeFile(binary, '#!/bin/sh\necho no database today\nexit 7\n', { mode: 0o755 });
  const load = await start(['--target', `binary:${binary}`]);
  expect(await load.exited, load.output()).toBe(3);
  expect(load.output()).toMatch(
    /error: the target \(target-load\) ended with exit code 7 before it was ready\.[^]*no database today/,
  );
  expect(load.output().match(/error:/g)).toHaveLength(1);
  expect(await load.report()).toBeUndefined();
  expect(load.leftovers()).toEqual([]);
});
