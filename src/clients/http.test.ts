import { writeFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority, type Authority } from '../certificates/authority.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { patience } from '../waiting/slowness.ts';
import { forgetConnections, httpSender } from './http.ts';
import type { Connection } from './connection.ts';
import { impersonating } from './impersonation.ts';
import { kfpClient } from './kfp.ts';

let authority: Authority;
let server: https.Server;
let address: string;

/** Answers with the received path, the raw headers and the client's port. */
beforeAll(async () => {
  authority = await createAuthority();
  const { certificate: cert, key } = await authority.server('there.example.com');
  server = https.createServer({ cert, key }, ({ url, rawHeaders, socket }, response) =>
    response.end(JSON.stringify({ url, rawHeaders, port: socket.remotePort })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const session = { record: () => {}, timeoutMs: patience(5_000) };
const ask = async (connection: Connection): Promise<{ url: string; rawHeaders: string[]; port: number }> => {
  const { body } = await httpSender('rest', connection, session)({ method: 'GET', target: '/x?a=b', headers: {} });
  return JSON.parse(body) as { url: string; rawHeaders: string[]; port: number };
};

test('connections are reused until forgetConnections is called for their server', async () => {
  const connection = { origin: address, skipTlsVerify: true };
  // Several requests, because a connection is not free again immediately.
  const ports = async () => {
    const asked = [];
    for (let count = 0; count < 8; count += 1) asked.push((await ask(connection)).port);
    return new Set(asked);
  };
  const first = await ports();
  await forgetConnections([`${address}0`]);
  const kept = await ports();
  expect(kept.isDisjointFrom(first)).toBe(false);
  await forgetConnections([address]);
  expect((await ports()).isDisjointFrom(first.union(kept))).toBe(true);
});

test("a path in a server's address is prefixed to that of every request, by both transports", async () => {
  const connection = { origin: `${address}/pipeline/`, ca: authority.certificate };
  expect((await ask(connection)).url).toBe('/pipeline/x?a=b');
  const raw = await kfpClient(connection, session).getRaw('/x', { headers: {} });
  expect(JSON.parse(raw.body)).toMatchObject({ url: '/pipeline/x' });
});

test('a server is accepted only with a trusted certificate, unless verification is off', async () => {
  await expect(ask({ origin: address })).rejects.toThrow(/unable to (verify|get)/);
  await expect(ask({ origin: address, skipTlsVerify: true })).resolves.toMatchObject({ url: '/x?a=b' });
  const elsewhere = { origin: address, ca: authority.certificate, tlsServerName: 'other.example.com' };
  await expect(ask(elsewhere)).rejects.toThrow(/altnames/);
  await expect(kfpClient(elsewhere, session).getRaw('/x', {})).rejects.toThrow(/altnames/);
});

test('a token file is read for every request, so a renewed token is sent', async () => {
  const tokenFile = path.join(await temporaryDirectory(), 'token');
  const connection = { origin: address, skipTlsVerify: true, tokenFile };
  await writeFile(tokenFile, 'first\n');
  expect((await ask(connection)).rawHeaders.join()).toContain('authorization,Bearer first');
  await writeFile(tokenFile, 'second\n');
  expect((await ask(connection)).rawHeaders.join()).toContain('authorization,Bearer second');
  await writeFile(tokenFile, '');
  await expect(ask(connection)).rejects.toThrow(/which is empty/);
});

test('each group of an impersonated user is sent as a separate header', async () => {
  const headers = impersonating('ann', ['readers', 'system:authenticated']);
  const { rawHeaders } = await ask({ origin: address, skipTlsVerify: true, headers });
  expect(rawHeaders.join('\n')).toContain(
    'impersonate-user\nann\nimpersonate-group\nreaders\nimpersonate-group\nsystem:authenticated',
  );
  expect(() => impersonating('ann', ['a, b'])).toThrow(/comma/);
});
