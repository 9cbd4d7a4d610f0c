import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { snapshotsDirectory } from '../../src/load/cached-snapshots.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { testResources } from '../../src/testing/test-resources.ts';
import { startLoad } from './started-load.ts';

const plan = `
name: drill
objects: [14000]
versionShare: 0.1
operations: [get-by-name]
loop: { kind: closed, iterations: 20 }
virtualUsers: 4
`;

/** No other run has stored a snapshot for it. */
const seed = String(1 + (Date.now() % 1_000_000_000));

/** Removes, after the test, the snapshots that nobody else will use. */
const removeNewSnapshots = async (): Promise<void> => {
  const folder = await snapshotsDirectory();
  const before = new Set(await readdir(folder));
  onTestFinished(async () => {
    for (const name of await readdir(folder))
      if (!before.has(name)) await rm(path.join(folder, name), { recursive: true, force: true });
  });
};

test.each(['database/rest', 'kubernetes/crd'])(
  'Ctrl-C while the store of %s is filled keeps what is there, and the next run goes on from it',
  { tags: ['long'] },
  async (lane) => {
    await removeNewSnapshots();
    const directory = await temporaryDirectory();
    const file = path.join(directory, 'plan.yaml');
    await writeFile(file, plan);
    const resources = testResources();
    const start = async (run: string) => {
      const own = path.join(directory, run);
      await mkdir(own);
      return startLoad(['--plan', file, '--lane', lane, '--seed', seed], own, resources);
    };
    const interrupted = await start('interrupted');
    // Behind the first chunk, from whose end the next run goes on.
    await interrupted.until(/: 1[1-5],\d{3} of 15,400 objects/);
    interrupted.interrupt();
    expect(await interrupted.exited, interrupted.output()).toBe(130);
    expect(interrupted.output()).toMatch(/the unfinished \w+ store is saved/);
    expect(interrupted.leftovers()).toEqual([]);

    const next = await start('next');
    expect(await next.exited, next.output()).toBe(0);
    const store = (await next.report())?.stores[0];
    expect(store).toMatchObject({ objects: 14000, versions: 1400, seeding: { from: 'unfinished' } });
    expect(store?.seeding.created).toBeLessThan(5400);
    expect(store?.proof).toMatchObject({ counted: 14000, countedVersions: 1400, equal: store?.proof.sampled });

    const last = await start('last');
    expect(await last.exited, last.output()).toBe(0);
    expect((await last.report())?.stores[0]?.seeding).toMatchObject({ from: 'snapshot', created: 0 });
  },
);
