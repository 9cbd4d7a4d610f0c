import { AssertionError } from 'node:assert';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { patience } from '../waiting/slowness.ts';
import { NoAnswerError, UnusableAnswerError } from '../contract/exchange.ts';
import { kubernetesClient, type KubernetesClient } from './kubernetes.ts';

let server: http.Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A client of a server that sends two events, the second one later, and then calls `then`. */
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

// vitest fails on an unhandled rejection: ending a watch aborts its request, and the abort must not become one.
test('a watch ends as soon as `done` returns true, without an unhandled error', async () => {
  const client = await watching(() => {});
  const seen = await client.watch('/x', { deadlineMs: patience(5_000), done: (events) => events.length === 2 });
  expect(typesOf(seen)).toEqual(['ADDED', 'MODIFIED']);
});

test('a watch whose `done` never returns true resolves at its deadline with the events so far', async () => {
  const client = await watching(() => {});
  const seen = await client.watch('/x', { deadlineMs: patience(1_000), done: () => false });
  expect(typesOf(seen)).toEqual(['ADDED', 'MODIFIED']);
});

test('a watch whose connection breaks rejects', async () => {
  const client = await watching((response) => setTimeout(() => response.destroy(), 20));
  await expect(client.watch('/x', { deadlineMs: patience(5_000), done: () => false })).rejects.toThrow(NoAnswerError);
});

// Why: a refused watch, and a login page instead of one, were requests without an answer, which is a finding.
test('an answer that is no watch says nothing about the target, unless the right to watch is tested', async () => {
  const serving = async (status: number, body: string): Promise<KubernetesClient> => {
    const started = http.createServer((_request, response) => response.writeHead(status).end(body));
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
    return kubernetesClient({ origin }, 'kubeflow', { record: () => {}, timeoutMs: patience(5_000) });
  };
  const options = { deadlineMs: patience(5_000), done: () => false };
  const refusing = await serving(403, '{"kind":"Status"}');
  await expect(refusing.watch('/x', options)).rejects.toThrow(UnusableAnswerError);
  await expect(refusing.watch('/x', { ...options, rightIsTested: true })).rejects.toThrow(AssertionError);
  const broken = await serving(503, 'no healthy upstream');
  await expect(broken.watch('/x', { ...options, rightIsTested: true })).rejects.toThrow(UnusableAnswerError);
  server?.close();
  const login = await serving(200, '<html>log in</html>');
  await expect(login.watch('/x', options)).rejects.toThrow(UnusableAnswerError);
});

test('an answer that is none of the Kubernetes API is thrown by every call', async () => {
  const client = await watching((response) => response.end());
  await expect(client.call('GET', '/x')).rejects.toThrow(UnusableAnswerError);
});
