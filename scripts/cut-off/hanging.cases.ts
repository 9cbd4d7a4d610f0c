import { existsSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { identify } from '../../src/processes/process-identity.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { testFolder } from '../../src/testing/test-folder.ts';
import { testProcess } from '../../src/testing/test-process.ts';
import { fileResources, testResources } from '../../src/testing/test-resources.ts';

/** The resources of the tests that are cut off. */
const pids: number[] = [];
const folders: string[] = [];

const hang = (): Promise<never> => new Promise(() => {});

const startSleep = async () => {
  const sleep = await testProcess('sleep', ['60']);
  pids.push(sleep.pid);
  return sleep;
};

test('hangs with a process', async () => {
  await testResources().use(startSleep());
  await hang();
});

test('hangs with a folder', async () => {
  const folder = await testResources().use(testFolder());
  folders.push(folder.path);
  await hang();
});

test('hangs while a resource starts that observes the signal', async () => {
  const resources = testResources();
  const starting = async () => {
    const sleep = await startSleep();
    try {
      return await new Promise<typeof sleep>((_, reject) =>
        resources.signal.addEventListener('abort', () => reject(resources.signal.reason as Error)),
      );
    } catch (cause) {
      await sleep[Symbol.asyncDispose]();
      throw cause;
    }
  };
  await resources.use(starting());
});

/** A short time-out for tests whose action begins when they are cut off. */
const soon = { timeout: patience(500) };

test('hangs while a resource starts that ignores the signal', soon, async () => {
  const resources = testResources();
  const ended = new Promise((resolve) => resources.signal.addEventListener('abort', resolve));
  await resources.use(ended.then(startSleep));
});

test('starts another resource after it was cut off', soon, async () => {
  const resources = testResources();
  await new Promise((resolve) => resources.signal.addEventListener('abort', resolve));
  await resources.use(startSleep());
});

// Its time-out covers two polls.
test('no resource has leaked', { timeout: patience(30_000) }, async () => {
  expect(folders).toHaveLength(1);
  expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  await expect.poll(() => pids.length).toBe(4);
  await expect.poll(() => pids.filter((pid) => identify(pid) !== undefined)).toEqual([]);
});

const ofFile = fileResources();
let leftToFile: number | undefined;
test('leaves a resource to the file', { timeout: patience(30_000) }, async () => {
  leftToFile = (await ofFile.use(startSleep())).pid;
  // The process ends after this hook, since hooks run in reverse order of registration.
  expect(identify(leftToFile)).toBeDefined();
});
afterAll(() => {
  if (leftToFile === undefined || identify(leftToFile) === undefined)
    throw new Error('the resource of the file ended with the test');
});
