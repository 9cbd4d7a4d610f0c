import { expect, test } from 'vitest';
import type { HttpResponse } from '../../../contract/exchange.ts';
import type { KfpClient } from '../../../clients/kfp.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { proveStorage } from './storage-proof.ts';

const answer = (status: number, body = ''): HttpResponse => ({ status, body }) as HttpResponse;

type Look = 'forbidden' | 'nothing' | 'there';

/** What a look into the installation's namespace comes to once the pipeline is made, and one into all of them. */
const proof = async (own: Look, everywhere: Look) => {
  const asked: string[] = [];
  let made = false;
  const kfp = {
    call: async (method: string) => {
      asked.push(method);
      made = true;
      return answer(200, '{"pipeline_id":"p"}');
    },
  } as unknown as KfpClient;
  const found = (namespace: string) => ({ metadata: { name: 'probe', namespace, uid: 'p' } });
  const look = (which: Look, namespace: string) => {
    if (which === 'forbidden') throw new RefusedError({ method: 'GET', path: '/' }, answer(403));
    return which === 'there' && made ? found(namespace) : undefined;
  };
  const cluster = {
    get: async () => look(own, 'kubeflow'),
    list: async () => [look(everywhere, 'elsewhere')].filter((one) => one !== undefined),
  } as unknown as ClusterClient;
  return { proved: await proveStorage({ kfp, cluster, installation: 'kubeflow', name: 'probe' }), asked };
};

test('where pipelines are kept is proved by their object, or by a look at all namespaces that finds none', async () => {
  expect((await proof('there', 'forbidden')).proved).toEqual({ storage: 'kubernetes', namespace: 'kubeflow' });
  expect((await proof('nothing', 'there')).proved).toEqual({ storage: 'kubernetes', namespace: 'elsewhere' });
  expect((await proof('nothing', 'nothing')).proved).toEqual({ storage: 'database' });
});

test('that one may not look proves nothing, and nothing stays', async () => {
  expect(await proof('nothing', 'forbidden')).toEqual({ proved: undefined, asked: ['POST', 'DELETE'] });
  expect(await proof('forbidden', 'nothing')).toEqual({ proved: undefined, asked: [] });
});
