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

/** An engine that lists and removes. */
const fakeEngine = (containers: Held[], networks: Held[]) => {
  const asked: string[] = [];
  const api = {
    address: 'unix:///fake',
    ask: (method: string, route: string) => {
      if (method === 'DELETE') asked.push(route);
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
  return { api, asked };
};

const labelsOfDead = async (kept: boolean): Promise<Labels> => {
  const child = spawn('sleep', ['60']);
  const owner = JSON.stringify(identify(child.pid ?? 0));
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { ...nodeLabels('dead'), ...ownedLabels('run', kept), [ownerLabel]: owner };
};

// Why: somebody else's run, and a cluster that was to be kept, must survive the reaper; a killed run's must not.
test('only what dead owners left and nobody keeps is removed, containers with their volumes and before networks', async () => {
  const dead = await labelsOfDead(false);
  const { api, asked } = fakeEngine(
    [
      { Id: 'left', Labels: dead },
      { Id: 'kept', Labels: await labelsOfDead(true) },
      { Id: 'running', Labels: { ...nodeLabels('mine'), ...ownedLabels('run', false) } },
    ],
    [{ Id: 'left-network', Labels: dead }],
  );
  expect(await reapClusters(api)).toEqual(['container left', 'network left-network']);
  expect(asked).toEqual(['/containers/left?force=true&v=true', '/networks/left-network']);
});

// Why: `kind delete cluster` ends a kept cluster and leaves its network, of which a machine has only some thirty.
test('the network of a kept cluster goes when its node has gone', async () => {
  const kept = await labelsOfDead(true);
  const network = { Id: 'kept-network', Labels: kept };
  expect(await reapClusters(fakeEngine([{ Id: 'kept', Labels: kept }], [network]).api)).toEqual([]);
  expect(await reapClusters(fakeEngine([], [network]).api)).toEqual(['network kept-network']);
});

test('what somebody else removes at the same time is no failure', async () => {
  const { api } = fakeEngine([{ Id: 'busy', Labels: await labelsOfDead(false) }], []);
  await expect(reapClusters(api)).resolves.toEqual(['container busy']);
});

test('a kept cluster is removed when it is asked for by name', async () => {
  const { api, asked } = fakeEngine(
    [{ Id: 'node', Labels: { ...nodeLabels('one'), ...ownedLabels('run', true) } }],
    [],
  );
  expect(await removeClusters(api, ({ cluster }) => cluster === 'two')).toEqual([]);
  expect(await removeClusters(api, ({ cluster }) => cluster === 'one')).toEqual(['container node']);
  expect(asked).toEqual(['/containers/node?force=true&v=true']);
});
