import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { createAuthority } from './authority.ts';

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
