import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { beforeEach, expect, test } from 'vitest';
import { createAuthority } from '../../certificates/authority.ts';
import { testResources } from '../test-resources.ts';
import { faultHeader, type WireFault } from './wire-fault.ts';
import { startWireProxy, type WireProxy, type WireProxyOptions } from './wire-proxy.ts';

/** The bodies of the requests that reached the server. */
let seen: string[] = [];
beforeEach(() => {
  seen = [];
});

const listen = async (server: Server & { closeAllConnections(): void }): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  testResources().defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A server that echoes method, path and body. */
const startServer = async (): Promise<string> => {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = (await incoming.toArray()).join('');
      seen.push(body);
      outgoing.writeHead(201, { 'x-server': 'true' }).end(`${incoming.method} ${incoming.url} ${body}`);
    })();
  });
  return `http://${await listen(server)}`;
};

const startProxy = (options: WireProxyOptions): Promise<WireProxy> => testResources().use(startWireProxy(options));

const faultTo = async (fault: Omit<WireFault, 'name'>): Promise<WireProxy> =>
  startProxy({ to: { origin: await startServer() }, fault: { name: 'fault', ...fault } });

test('without a fault every request reaches the server, and its answer the client', async () => {
  const proxy = await startProxy({ to: { origin: await startServer() } });
  const answer = await fetch(`${proxy.origin}/a?b=c`, { method: 'POST', body: 'text' });
  expect([answer.status, answer.headers.get('x-server'), await answer.text()]).toEqual([
    201,
    'true',
    'POST /a?b=c text',
  ]);
  expect([proxy.requests(), proxy.spoilt()]).toEqual([1, []]);
});

test('a fault answers the requests that it matches, and the server never sees them', async () => {
  const proxy = await faultTo({
    matches: ({ number }) => number % 2 === 0,
    answer: { status: 503, headers: { 'content-type': 'text/plain' }, body: 'spoilt' },
  });
  const ask = async (body: string) => {
    const { status, headers } = await fetch(`${proxy.origin}/${body}`, { method: 'POST', body });
    return [status, headers.get(faultHeader)];
  };
  expect([await ask('1'), await ask('2'), await ask('3')]).toEqual([
    [201, null],
    [503, 'fault'],
    [201, null],
  ]);
  expect(seen).toEqual(['1', '3']);
  expect(proxy.spoilt()).toEqual([{ method: 'POST', target: '/2', number: 2 }]);
});

test('a fault ends after the given number of requests', async () => {
  const proxy = await faultTo({ matches: () => true, answer: { status: 503, headers: {}, body: '' }, times: 1 });
  const ask = async () => (await fetch(proxy.origin)).status;
  expect([await ask(), await ask()]).toEqual([503, 201]);
});

test('a fault can reset connections', async () => {
  const proxy = await faultTo({ matches: () => true, answer: 'cut' });
  await expect(fetch(proxy.origin)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
});

test('a fault can leave a request without an answer, until the client gives up or the proxy ends', async () => {
  const proxy = await faultTo({ matches: ({ target }) => target === '/silent', answer: 'silence' });
  const abandoned = new AbortController();
  const asked = fetch(`${proxy.origin}/silent`, { signal: abandoned.signal });
  const kept = fetch(`${proxy.origin}/silent`);
  await expect.poll(() => proxy.spoilt().length).toBe(2);
  abandoned.abort();
  await expect(asked).rejects.toThrow('aborted');
  // Another request is answered meanwhile.
  expect((await fetch(proxy.origin)).status).toBe(201);
  await proxy[Symbol.asyncDispose]();
  await expect(kept).rejects.toThrow('fetch failed');
});

test('an answer reaches the client while it is still being sent', async () => {
  const server = createServer((_, outgoing) => outgoing.write('first event'));
  const proxy = await startProxy({ to: { origin: `http://${await listen(server)}` } });
  const { body } = await fetch(proxy.origin);
  for await (const chunk of body ?? []) {
    expect(Buffer.from(chunk as Uint8Array).toString()).toBe('first event');
    break;
  }
});

test('a server that is gone is a broken connection', async () => {
  const proxy = await startProxy({ to: { origin: 'http://127.0.0.1:1' } });
  await expect(fetch(proxy.origin)).rejects.toThrow('fetch failed');
});

test('to a server with TLS the proxy presents its own client certificate', async () => {
  const authority = await createAuthority();
  const [own, client] = await Promise.all([authority.server('server'), authority.client('harness', [])]);
  const server = createSecureServer(
    { cert: own.certificate, key: own.key, ca: authority.certificate, requestCert: true },
    (incoming, outgoing) => outgoing.end((incoming.socket as TLSSocket).getPeerCertificate().subject.CN),
  );
  const origin = `https://${await listen(server)}`;
  const proxy = await startProxy({ to: { origin, ca: authority.certificate, ...client } });
  expect(await (await fetch(proxy.origin)).text()).toBe('harness');
});
