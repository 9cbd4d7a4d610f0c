import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { EngineAnswerError } from '../../containers/engine-answer-error.ts';
import type { EngineApi } from '../../containers/engine-api.ts';
import { identify } from '../../processes/process-identity.ts';
import { nodeLabels, ownedLabels, ownerLabel, type Labels } from './cluster-labels.ts';
import { reapClusters, removeClusters } from './reap-clusters.ts';

interface Held {
  readonly Id: string;
  readonly Labels: Labels;
}

/** A fake engine that lists and removes containers and networks. */
const fakeEngine = (containers: Held[], networks: Held[]) => {
  const removals: string[] = [];
  const api = {
    address: 'unix:///fake',
    ask: (method: string, route: string) => {
      if (method === 'DELETE') removals.push(route);
      if (route.includes('busy')) return Promise.reject(new EngineAnswerError('DELETE', 409, 'is already in progress'));
      if (method === 'DELETE') return Promise.resolve(undefined);
      return Promise.resolve(
        route.startsWith('/containers')
          ? containers.map((one) => ({ ...one, Names: [`/${one.Id}`] }))
          : networks.map((one) => ({ ...one, Name: one.Id })),
      );
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  } as unknown as EngineApi;
  return { api, removals };
};

const labelsOfDead = async (kept: boolean): Promise<Labels> => {
  const child = spawn('sleep', ['60']);
  const owner = JSON.stringify(identify(child.pid ?? 0));
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { ...nodeLabels('dead'), ...ownedLabels('run', kept), [ownerLabel]: owner };
};

// Why: the reaper must not remove the cluster of another run, or a kept cluster.
test('only resources of dead owners that are not kept are removed, first containers with their volumes', async () => {
  const dead = await labelsOfDead(false);
  const { api, removals } = fakeEngine(
    [
      { Id: 'left', Labels: dead },
      { Id: 'kept', Labels: await labelsOfDead(true) },
      { Id: 'running', Labels: { ...nodeLabels('mine'), ...ownedLabels('run', false) } },
    ],
    [{ Id: 'left-network', Labels: dead }],
  );
  expect(await reapClusters(api)).toEqual(['container left', 'network left-network']);
  expect(removals).toEqual(['/containers/left?force=true&v=true', '/networks/left-network']);
});

// Why: `kind delete cluster` leaves the network of a kept cluster, and an engine supports only about thirty networks.
test('the network of a kept cluster is removed once its node is gone', async () => {
  const kept = await labelsOfDead(true);
  const network = { Id: 'kept-network', Labels: kept };
  expect(await reapClusters(fakeEngine([{ Id: 'kept', Labels: kept }], [network]).api)).toEqual([]);
  expect(await reapClusters(fakeEngine([], [network]).api)).toEqual(['network kept-network']);
});

test('a concurrent removal by another process is not a failure', async () => {
  const { api } = fakeEngine([{ Id: 'busy', Labels: await labelsOfDead(false) }], []);
  await expect(reapClusters(api)).resolves.toEqual(['container busy']);
});

test('a kept cluster can be removed by its name', async () => {
  const { api, removals } = fakeEngine(
    [{ Id: 'node', Labels: { ...nodeLabels('one'), ...ownedLabels('run', true) } }],
    [],
  );
  expect(await removeClusters(api, ({ cluster }) => cluster === 'two')).toEqual([]);
  expect(await removeClusters(api, ({ cluster }) => cluster === 'one')).toEqual(['container node']);
  expect(removals).toEqual(['/containers/node?force=true&v=true']);
});
