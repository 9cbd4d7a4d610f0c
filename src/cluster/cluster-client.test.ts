import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EnvironmentError } from '../failures/environment-error.ts';
import { clusterClient, type ClusterClient } from './cluster-client.ts';
import { RefusedError, unlessForbidden } from './refused-error.ts';

interface ReceivedRequest extends Pick<IncomingMessage, 'method' | 'url'> {
  readonly type: string | undefined;
  readonly body: string;
}

let server: Server;
let cluster: ClusterClient;
let requests: ReceivedRequest[];
let answer: (request: ReceivedRequest) => { readonly status: number; readonly body?: object | string };
beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    const { method, url, headers } = request;
    void textOf(request).then((sent) => {
      const received = { method, url, type: headers['content-type'], body: sent };
      requests.push(received);
      const { status, body = {} } = answer(received);
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cluster = clusterClient({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const pods = '/api/v1/namespaces/team-a/pods';

test('a list is read to its last page, with its query on every page', async () => {
  answer = ({ url = '' }) =>
    url.includes('continue=next')
      ? { status: 200, body: { kind: 'PodList', items: [{ name: 'second' }] } }
      : { status: 200, body: { kind: 'PodList', metadata: { continue: 'next' }, items: [{ name: 'first' }] } };
  expect(await cluster.list(pods, { labelSelector: 'app=x' })).toEqual([{ name: 'first' }, { name: 'second' }]);
  expect(requests.map(({ url }) => url)).toEqual([
    `${pods}?labelSelector=app%3Dx&limit=500`,
    `${pods}?labelSelector=app%3Dx&limit=500&continue=next`,
  ]);
});

test('a missing object is read as undefined, and deleting it succeeds', async () => {
  answer = () => ({ status: 404 });
  expect(await cluster.get(`${pods}/one`)).toBeUndefined();
  expect(await cluster.list(pods)).toBeUndefined();
  await expect(cluster.delete(`${pods}/one`)).resolves.toBeUndefined();
});

// Why: a login page with 200, and a list without items, were lists of nothing, so that a clean-up found nothing left.
test('a success that is no list, or no object, is an EnvironmentError', async () => {
  for (const body of ['<html>log in</html>', '', '[]', {}, { kind: 'PodList', items: null }]) {
    answer = () => ({ status: 200, body });
    await expect(cluster.list(pods)).rejects.toThrow(EnvironmentError);
    await expect(cluster.listMetadata(pods)).rejects.toThrow(EnvironmentError);
  }
  for (const body of ['<html>log in</html>', '', '[]']) {
    answer = () => ({ status: 200, body });
    await expect(cluster.get(`${pods}/one`)).rejects.toThrow(EnvironmentError);
    await expect(cluster.patch(`${pods}/one`, {})).rejects.toThrow(EnvironmentError);
  }
  answer = () => ({ status: 302 });
  await expect(cluster.list(pods)).rejects.toThrow(RefusedError);
});

test('each kind of change has its content type', async () => {
  answer = () => ({ status: 200 });
  const resource = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: 'team-a' } };
  await cluster.apply(resource);
  await cluster.patch(`${pods}/one`, {});
  await cluster.delete(`${pods}/one`, { gracePeriodSeconds: 1 });
  expect(requests).toEqual([
    {
      method: 'PATCH',
      url: '/api/v1/namespaces/team-a/configmaps/one?fieldManager=kfp-conformance&force=true',
      type: 'application/apply-patch+yaml',
      body: JSON.stringify(resource),
    },
    { method: 'PATCH', url: `${pods}/one`, type: 'application/merge-patch+json', body: '{}' },
    { method: 'DELETE', url: `${pods}/one`, type: 'application/json', body: '{"gracePeriodSeconds":1}' },
  ]);
});

test('a RefusedError holds the request and the answer, in its fields and in its message', async () => {
  answer = () => ({ status: 403, body: { message: 'forbidden' } });
  const refused = await cluster.create(pods, {}, 'creating a pod').catch((cause: unknown) => cause);
  expect(refused).toBeInstanceOf(RefusedError);
  expect(refused).toMatchObject({
    code: 'environment',
    method: 'POST',
    path: pods,
    status: 403,
    excerpt: '{"message":"forbidden"}',
    message: `creating a pod: the Kubernetes API answered POST ${pods} with 403: {"message":"forbidden"}`,
  });
  expect(await unlessForbidden(cluster.get(pods))).toBeUndefined();
});

test('a missing answer is an EnvironmentError with a remedy', async () => {
  server.close();
  server.closeAllConnections();
  const failed = cluster.call('GET', '/version');
  await expect(failed).rejects.toThrow(EnvironmentError);
  await expect(failed).rejects.toThrow(
    /^the Kubernetes API at http.*GET \/version got no answer: .*; is the cluster running/,
  );
});
