import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../failures/usage-error.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { planLoad, type LoadCommandOptions } from './load-options.ts';

const options: LoadCommandOptions = {
  plan: 'smoke',
  target: [],
  lane: [],
  operation: [],
  objects: [],
  webhooks: true,
  environment: 'local',
  allowRemote: [],
  output: 'reports/runs',
};

test('options change the plan, and lanes have the order of every table', async () => {
  const { plan, seed, lanes, targets } = await planLoad({
    ...options,
    objects: ['50'],
    operation: ['walk'],
    lane: ['kubernetes/crd', 'database/rest'],
    seed: '7',
  });
  expect(plan).toMatchObject({ name: 'smoke', objects: [50], operations: ['walk'] });
  expect({ seed, lanes, targets: targets.map(({ name }) => name) }).toEqual({
    seed: 7,
    lanes: ['database/rest', 'kubernetes/crd'],
    targets: ['reference'],
  });
});

test.each([
  [{ lane: ['kubernetes'] }, /^--lane kubernetes: expected one of database\/rest/],
  [{ operation: ['creat'] }, /^--operation creat: expected one of create, .*restart$/],
  [{ objects: ['many'] }, /^--objects many: expected a number of pipelines$/],
  [{ durability: 'some' }, /^--durability some: expected one of/],
  [{ seed: 'x' }, /--seed x/],
  [{ target: ['reference', 'reference'] }, /two targets are called reference/],
  // Why: the store was filled before it showed that there is nothing to measure.
  [
    { operation: ['watch'], lane: ['kubernetes/rest', 'database/rest'] },
    /^no operation of plan smoke can be measured in database\/rest, kubernetes\/rest: no watch in database\/rest \(a database has no watch.*\); no watch in kubernetes\/rest \(.*--lane or --operation$/,
  ],
  [{ target: ['binary:/nowhere'] }, /\/nowhere/],
  [{ environment: 'kind', durability: 'full' }, /^--durability: a cluster/],
  [{ environment: 'cloud' }, /^--environment cloud: expected one of local, kind, existing$/],
  [{ endpoint: 'http://127.0.0.1:1' }, /^--endpoint is only for --environment existing; .* --environment local$/],
  [{ allowRemote: ['a'] }, /^--allow-remote is only for --environment existing/],
  [{ environment: 'existing', target: ['reference'] }, /^--target: --environment existing starts no server/],
  [{ environment: 'existing', webhooks: false, durability: 'full' }, /^--durability, --no-webhooks: /],
  [
    { environment: 'existing', operation: ['restart'], lane: ['database/rest'] },
    /no restart in database\/rest \(only servers that are processes of this machine/,
  ],
] satisfies [Partial<LoadCommandOptions>, RegExp][])(
  '%j is a usage error with cause and remedy',
  async (wrong, message) => {
    const planning = planLoad({ ...options, ...wrong });
    await expect(planning).rejects.toThrow(UsageError);
    await expect(planning).rejects.toThrow(message);
  },
);

// Why: what a plan file asked for in vain stood at every measurement of an installation as if it had been so.
test.each([
  ['existing', 'webhooks: false', /^plan own has webhooks: false, which --environment existing does not change/],
  ['existing', 'durability: relaxed', /^plan own has durability: relaxed, which --environment existing/],
  ['kind', 'durability: relaxed', /^plan own has durability: relaxed, which --environment kind/],
])('%s refuses a plan file with %s', async (environment, factor, message) => {
  const plan = path.join(await temporaryDirectory(), 'plan.yaml');
  const loop = 'loop: { kind: closed, iterations: 5 }';
  await writeFile(plan, `name: own\nobjects: [100]\noperations: [create]\n${loop}\n${factor}\n`);
  const planning = planLoad({ ...options, plan, environment });
  await expect(planning).rejects.toThrow(UsageError);
  await expect(planning).rejects.toThrow(message);
});

test('a cluster of the harness can have webhooks off', async () => {
  const planning = planLoad({ ...options, environment: 'kind', webhooks: false });
  expect(await planning).toMatchObject({ plan: { webhooks: false } });
});

test('an installation has no snapshots, no targets to start, and no restart', async () => {
  const { plan, targets, environment, without } = await planLoad({
    ...options,
    environment: 'existing',
    context: 'prod',
    allowRemote: ['kfp.example.com'],
    lane: ['database/rest'],
  });
  expect(plan).toMatchObject({ snapshots: false });
  expect(plan.operations).not.toContain('restart');
  expect(targets).toEqual([]);
  expect(environment).toEqual({
    environment: 'existing',
    installation: { context: 'prod', allowedHosts: ['kfp.example.com'] },
  });
  expect(without.map(({ operation }) => operation)).toContain('restart');
});
