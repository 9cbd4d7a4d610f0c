import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { createAuthority, openAuthority } from './authority.ts';

test('a server and a client of one authority trust each other, by address and by name', async () => {
  const authority = await createAuthority();
  const [server, client] = await Promise.all([
    authority.server('webhook', ['webhook.test']),
    authority.client('admin', ['system:masters', 'others']),
  ]);
  const listening = createServer(
    {
      cert: server.certificate,
      key: server.key,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (socket: TLSSocket) => socket.end(JSON.stringify(socket.getPeerCertificate().subject)),
  ).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const subjectSeenAs = async (servername?: string): Promise<unknown> => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      ca: authority.certificate,
      cert: client.certificate,
      key: client.key,
      ...(servername !== undefined && { servername }),
    });
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    await once(socket, 'end');
    return JSON.parse(heard);
  };
  const subject = { CN: 'admin', O: ['system:masters', 'others'] };
  expect(await subjectSeenAs()).toEqual(subject);
  expect(await subjectSeenAs('webhook.test')).toEqual(subject);
  await expect(subjectSeenAs('elsewhere.test')).rejects.toThrow(/altnames/);
  listening.close();
});

// Why: kubeadm's authority has an RSA key and a name that is encoded otherwise than ours; Go compares its bytes.
test.each([
  ['rsa:2048', []],
  ['ec', ['-pkeyopt', 'ec_paramgen_curve:P-256']],
])('certificates of an authority with a key of the kind %s that is there', async (kind, options) => {
  const directory = await temporaryDirectory();
  const file = (name: string) => path.join(directory, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: directory, encoding: 'utf8', stdio: 'pipe' });
  const self = ['-x509', '-nodes', '-days', '2', '-subj', '/CN=kubernetes', '-keyout', 'ca.key', '-out', 'ca.crt'];
  openssl('req', '-newkey', kind, ...options, ...self, '-addext', 'keyUsage=critical,keyCertSign');
  const authority = await openAuthority({
    certificate: await readFile(file('ca.crt'), 'utf8'),
    key: await readFile(file('ca.key'), 'utf8'),
  });
  const { certificate } = await authority.server('webhook', ['webhook.svc', '172.18.0.1']);
  await writeFile(file('server.crt'), certificate);
  expect(openssl('verify', '-CAfile', 'ca.crt', '-verify_ip', '172.18.0.1', 'server.crt')).toContain('OK');
  const { certificate: client } = await authority.client('admin', ['system:masters']);
  await writeFile(file('client.crt'), client);
  expect(openssl('verify', '-CAfile', 'ca.crt', '-purpose', 'sslclient', 'client.crt')).toContain('OK');
});
