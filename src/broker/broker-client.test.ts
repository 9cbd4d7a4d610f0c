import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { httpSender } from '../clients/http.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { patience } from '../waiting/slowness.ts';
import { TargetNotReadyError } from '../targets/target-not-ready-error.ts';
import { startBroker } from './broker.ts';
import { targetLender } from './broker-client.ts';
import type { TargetPool } from './target-pool.ts';
import type { TargetRequest } from './target-request.ts';

const listen = async (server: Server, place: string | number): Promise<void> => {
  await new Promise<void>((resolve) => server.listen(place, resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
};

// Why: requests on kept connections reached the pod that was being replaced, and failed when it ended.
test('requests after a replacement of the server use new connections', async () => {
  const ports: (number | undefined)[] = [];
  const target = createServer(({ socket }, response) => {
    ports.push(socket.remotePort);
    response.end('{}');
  });
  await listen(target, 0);
  const origin = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
  const socketPath = path.join(await temporaryDirectory(), 'broker.sock');
  const broker = createServer(({ url }, response) =>
    response.end(
      url === '/lease' ? JSON.stringify({ id: 1, address: { id: 'one', origin, replicas: [origin] } }) : '{}',
    ),
  );
  await listen(broker, socketPath);
  const send = httpSender('rest', { origin }, { record: () => {}, timeoutMs: patience(5_000) });
  // Several requests, since a connection is not reusable immediately.
  const portsOfAFew = async () => {
    ports.length = 0;
    for (let count = 0; count < 8; count += 1) await send({ method: 'GET', target: '/', headers: {} });
    return new Set(ports);
  };
  await targetLender(socketPath).withTarget({} as TargetRequest, 'k0000001', async (lent) => {
    const first = await portsOfAFew();
    const second = await portsOfAFew();
    expect(second.isDisjointFrom(first)).toBe(false);
    await lent.restart();
    const restarted = await portsOfAFew();
    expect(restarted.isDisjointFrom(first.union(second))).toBe(true);
    await lent.rollOut();
    expect((await portsOfAFew()).isDisjointFrom(restarted)).toBe(true);
  });
});

test.each([EnvironmentError, TargetNotReadyError])(
  'a worker receives the summary of a failure separately from the log, and of which class it is',
  async (Failure) => {
    const failure = new Failure('the target ended.', { logTail: ['panic: no database'] });
    const pool = { lease: () => Promise.reject(failure) } as unknown as TargetPool;
    const environment = { stateDirectory: await temporaryDirectory() } as RunningEnvironment;
    await using broker = await startBroker(pool, environment, new AbortController().signal);
    const { name, message, summary, details } = failure;
    await expect(
      targetLender(broker.socketPath).withTarget({} as TargetRequest, 'k0000001', () => Promise.resolve()),
    ).rejects.toMatchObject({ name, message, summary, details });
  },
);
