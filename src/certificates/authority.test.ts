import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import * as x509 from '@peculiar/x509';
import { expect, test } from 'vitest';
import { createAuthority, openAuthority } from './authority.ts';

test('a server and a client with certificates of one authority trust each other, by address and by name', async () => {
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
    let received = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
    });
    await once(socket, 'end');
    return JSON.parse(received);
  };
  const subject = { CN: 'admin', O: ['system:masters', 'others'] };
  expect(await subjectSeenAs()).toEqual(subject);
  expect(await subjectSeenAs('webhook.test')).toEqual(subject);
  await expect(subjectSeenAs('elsewhere.test')).rejects.toThrow(/altnames/);
  listening.close();
});

const pem = (label: string, der: ArrayBuffer) => `${x509.PemConverter.encode(der, label)}\n`;

// Go compares the encoded bytes of issuer and subject, and kubeadm may encode the name differently from this library.
test.each([
  [
    'RSA',
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  ],
  ['P-384', { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-256' }],
] as const)('an existing authority with a key of type %s issues valid certificates', async (_, algorithm) => {
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [{ utf8String: 'kubernetes' }] }] as unknown as x509.JsonName,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const authority = await openAuthority({
    certificate: ca.toString('pem'),
    key: pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)),
  });
  const root = new X509Certificate(authority.certificate);
  const server = new X509Certificate((await authority.server('webhook', ['webhook.svc', '172.18.0.1'])).certificate);
  const client = new X509Certificate((await authority.client('admin', ['system:masters'])).certificate);
  for (const issued of [server, client]) {
    expect(issued.verify(root.publicKey)).toBe(true);
    expect(issued.checkIssued(root)).toBe(true);
    const { issuerName } = new x509.X509Certificate(issued.toString());
    expect(Buffer.from(issuerName.toArrayBuffer())).toEqual(Buffer.from(ca.subjectName.toArrayBuffer()));
  }
  expect([server.checkIP('172.18.0.1'), server.checkHost('webhook.svc')]).toEqual(['172.18.0.1', 'webhook.svc']);
});
