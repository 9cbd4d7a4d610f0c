import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { patience } from '../waiting/slowness.ts';
import { NoAnswerError } from '../contract/exchange.ts';
import { kubernetesClient, type KubernetesClient } from './kubernetes.ts';

let server: http.Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A client of a server that sends one event, and a second one later, and whose streams `then` ends. */
const watching = async (then: (response: http.ServerResponse) => void): Promise<KubernetesClient> => {
  const started = http.createServer((_request, response) => {
    response.writeHead(200);
    response.write('{"type":"ADDED","object":{}}\n{"type":"MODI');
    setTimeout(() => {
      response.write('FIED","object":{}}\n');
      then(response);
    }, 20);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  return kubernetesClient({ origin }, 'kubeflow', { record: () => {}, timeoutMs: patience(5_000) });
};

const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

// vitest fails on an error that nobody awaits: ending a watch aborts its request, which must not come back as one.
test('a watch ends as soon as it has seen enough, and leaves no error behind', async () => {
  const client = await watching(() => {});
  const seen = await client.watch('/x', { deadlineMs: patience(5_000), done: (events) => events.length === 2 });
  expect(typesOf(seen)).toEqual(['ADDED', 'MODIFIED']);
});

test('a watch that does not see enough answers at its deadline with what it saw', async () => {
  const client = await watching(() => {});
  const seen = await client.watch('/x', { deadlineMs: patience(1_000), done: () => false });
  expect(typesOf(seen)).toEqual(['ADDED', 'MODIFIED']);
});

test('a watch whose connection breaks is an error, not an end', async () => {
  const client = await watching((response) => setTimeout(() => response.destroy(), 20));
  await expect(client.watch('/x', { deadlineMs: patience(5_000), done: () => false })).rejects.toThrow(NoAnswerError);
});
