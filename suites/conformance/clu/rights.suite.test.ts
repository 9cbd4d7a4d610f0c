import { expect, test } from 'vitest';
import type { KfpClient } from '../../../src/clients/kfp.ts';
import { laneOf } from '../../../src/lanes/lanes.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { withInstruments } from '../../../src/targets/instruments.ts';
import type { SourceTaps } from '../../../src/targets/source-taps.ts';
import type { StartedTarget } from '../../../src/targets/started-target.ts';
import { receivedAnswer } from '../../../src/testing/received-answer.ts';
import { ok } from '../../expectations/testing/caching-surface.ts';
import mutants from './cluster.mutants.ts';
import suite from './rights.suite.ts';

const account = 'system:serviceaccount:kfp:ml-pipeline';
const pipeline = { id: 'p', name: 'k-all', displayName: '', description: '', tags: {}, createdAt: '' };
const version = { ...pipeline, id: 'v', name: 'one', pipelineId: 'p' };

const rest = {
  name: 'rest',
  createPipeline: async () => ok(pipeline),
  getPipelineByName: async () => ok(pipeline),
  updatePipeline: async () => ok(pipeline),
  deletePipeline: async () => ok(null),
  createVersion: async () => ok(version),
  getVersion: async () => ok(version),
  updateVersion: async () => ok(version),
  deleteVersion: async () => ok(null),
  allVersions: async () => ok([]),
  allPipelines: async () => ok([]),
} as unknown as Surface;

/** What the audit log says of a server that asks as this user. */
const logOf = (username: string): readonly string[] =>
  [
    { verb: 'create', objectRef: { resource: 'pipelines', name: pipeline.name } },
    { verb: 'delete', objectRef: { resource: 'pipelineversions', name: 'k-all-one' } },
  ].map(({ verb, objectRef }) =>
    JSON.stringify({
      requestReceivedTimestamp: new Date(Date.now() + 1_000).toISOString(),
      verb,
      user: { username },
      objectRef: { apiGroup: 'pipelines.kubeflow.org', namespace: 'kfp', ...objectRef },
      responseStatus: { code: 200 },
    }),
  );

const withLog = (lines: readonly string[]) =>
  withInstruments(
    { systemNamespace: 'kfp', namespace: 'kfp', kubernetesUser: account } as Partial<StartedTarget> as StartedTarget,
    { auditLog: async () => lines, objectStore: async () => [] },
  );

/** The ids of the checks that fail. */
const failedOn = async (target: StartedTarget): Promise<readonly string[]> => {
  const failed: string[] = [];
  await suite.scenarios[0]?.run({
    lane: laneOf({ name: 'database/rest', rest }),
    kfp: { call: async () => receivedAnswer('rest', 200, {}) } as Partial<KfpClient> as KfpClient,
    packages: { serve: () => 'http://packages/pipeline.yaml' } as Partial<ScenarioContext['packages']>,
    target,
    names: { of: (label: string) => `k-${label}` },
    check: async (requirement: string, decide: () => Promise<void> | void) => {
      try {
        await decide();
      } catch {
        failed.push(requirement);
      }
    },
  } as Partial<ScenarioContext> as ScenarioContext);
  return failed;
};

const tapsOf = ({ create }: Mutant): SourceTaps => create(withLog([])).taps ?? {};

test('the server is judged by the user of its requests', async () => {
  expect(await failedOn(withLog(logOf(account)))).toEqual([]);
});

// Why: the check compared two settings of the harness, so that it held for a server that asked as anybody.
test.each(['kubernetes-admin', 'system:serviceaccount:kfp:another', 'system:serviceaccount:other:ml-pipeline'])(
  'a server that asks as %s does not ask as the account of its pod',
  async (user) => {
    expect(await failedOn(withLog(logOf(user)))).toContain('CLU-22');
  },
);

test.each(
  mutants
    .filter(({ create }) => create(withLog([])).taps !== undefined)
    .map((mutant) => ({ name: mutant.name, mutant })),
)('$name shows in the audit log what fails its checks', async ({ mutant }) => {
  const target = withLog(logOf(account)).through(tapsOf(mutant));
  expect(await failedOn(target)).toEqual(expect.arrayContaining([...mutant.kills]) as unknown);
});
