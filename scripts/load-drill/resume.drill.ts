import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { testResources } from '../../src/testing/test-resources.ts';
import { startLoad } from './started-load.ts';

const plan = `
name: drill
objects: [6000]
versionShare: 0.5
operations: [get-by-name]
loop: { kind: closed, iterations: 20 }
virtualUsers: 4
`;

/** No other run has stored a snapshot for it. */
const seed = String(1 + (Date.now() % 1_000_000_000));

test.each(['database/rest', 'kubernetes/crd'])(
  'Ctrl-C while the store of %s is filled keeps what is there, and the next run goes on from it',
  { tags: ['long'] },
  async (lane) => {
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
    await interrupted.until(/: [\d,]*[1-9][\d,]* of 9,000 objects/);
    interrupted.interrupt();
    expect(await interrupted.exited, interrupted.output()).toBe(130);
    expect(interrupted.output()).toMatch(/the unfinished \w+ store is saved/);
    expect(interrupted.leftovers()).toEqual([]);

    const next = await start('next');
    expect(await next.exited, next.output()).toBe(0);
    const store = (await next.report())?.stores[0];
    expect(store).toMatchObject({ objects: 6000, versions: 3000, seeding: { from: 'unfinished' } });
    expect(store?.seeding.created).toBeLessThan(9000);
    expect(store?.proof).toMatchObject({ counted: 6000, countedVersions: 3000, equal: store?.proof.sampled });

    const last = await start('last');
    expect(await last.exited, last.output()).toBe(0);
    expect((await last.report())?.stores[0]?.seeding).toMatchObject({ from: 'snapshot', created: 0 });
  },
);
