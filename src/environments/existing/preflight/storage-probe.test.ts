import { expect, test } from 'vitest';
import type { KfpClient } from '../../../clients/kfp.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { receivedAnswer } from '../../../testing/received-answer.ts';
import { probeStorage } from './storage-probe.ts';

const answer = (status: number, body = '') => receivedAnswer('rest', status, body);

type Look = 'forbidden' | 'nothing' | 'there';

/** The results of looking for the created pipeline in the installation's namespace, and in all namespaces. */
const probe = async (own: Look, everywhere: Look) => {
  const methods: string[] = [];
  let created = false;
  const kfp = {
    call: async (method: string) => {
      methods.push(method);
      created = true;
      return answer(200, '{"pipeline_id":"p"}');
    },
  } as unknown as KfpClient;
  const found = (namespace: string) => ({ metadata: { name: 'probe', namespace, uid: 'p' } });
  const look = (which: Look, namespace: string) => {
    if (which === 'forbidden') throw new RefusedError({ method: 'GET', path: '/' }, answer(403));
    return which === 'there' && created ? found(namespace) : undefined;
  };
  const cluster = {
    get: async () => look(own, 'kubeflow'),
    list: async () => [look(everywhere, 'elsewhere')].filter((one) => one !== undefined),
  } as unknown as ClusterClient;
  return { probed: await probeStorage({ kfp, cluster, installation: 'kubeflow', name: 'probe' }), methods };
};

test('the storage mode is proved by the object, or by its absence from all namespaces', async () => {
  expect((await probe('there', 'forbidden')).probed).toEqual({ storage: 'kubernetes', namespace: 'kubeflow' });
  expect((await probe('nothing', 'there')).probed).toEqual({ storage: 'kubernetes', namespace: 'elsewhere' });
  expect((await probe('nothing', 'nothing')).probed).toEqual({ storage: 'database' });
});

test('without permission to look the storage mode stays unknown, and no pipeline is left', async () => {
  expect(await probe('nothing', 'forbidden')).toEqual({ probed: undefined, methods: ['POST', 'DELETE'] });
  expect(await probe('forbidden', 'nothing')).toEqual({ probed: undefined, methods: [] });
});
