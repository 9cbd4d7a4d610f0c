import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { served } from '../../src/testing/served.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { runK6, scriptPath } from './testing/run-k6.ts';

const n = 8;
const count = 12;

/** What the requests of two runs of a script on one store say: paths with bodies. */
const saidBy = async (script: string): Promise<readonly [readonly string[], readonly string[]]> => {
  const directory = await temporaryDirectory();
  const ids = path.join(directory, 'ids');
  await writeFile(ids, Array.from({ length: n }, () => crypto.randomUUID()).join(''));
  let said: string[] = [];
  const url = await served((request, response) => {
    void text(request).then((body) => {
      said.push(`${request.url} ${body}`);
      response.end('{}');
    });
  });
  const common = { KFP_URL: url, KUBE_API: url, IDS: ids, N: n, COUNT: count, VUS: 1, WARM_UP: 1, WARM_UP_SECONDS: 1 };
  const ran = async (first: number): Promise<readonly string[]> => {
    said = [];
    await runK6(directory, scriptPath(script), { ...common, FIRST: first }, ['--no-thresholds']);
    return said;
  };
  return [await ran(100), await ran(100 + count + 1)];
};

// The loop for the capacity and the measured one run on one store. A change to what is there already is none: the Kubernetes
// API would answer the second loop without a write to etcd.
test.each(['rest/patch', 'crd/patch'])(
  '%s never writes what an earlier run has written',
  { timeout: patience(60_000) },
  async (script) => {
    const [first, second] = await saidBy(script);
    const bodies = [...first, ...second].map((one) => one.slice(one.indexOf(' ')));
    expect(bodies).toHaveLength(2 * (count + 1));
    expect(new Set(bodies).size).toBe(bodies.length);
  },
);

// Otherwise the measured loop would read in the order in which the capacity has filled every cache.
test.each(['rest/get-unknown', 'crd/get-by-name', 'rest/mixed'])(
  '%s does other work in another run',
  { timeout: patience(60_000) },
  async (script) => {
    const [first, second] = await saidBy(script);
    expect([first.length, second.length]).toEqual([count + 1, count + 1]);
    expect(second).not.toEqual(first);
  },
);
