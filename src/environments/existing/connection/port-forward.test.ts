import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Agent, request } from 'undici';
import type { PodConnector } from '../../../clients/kubeconfig.ts';
import { startPortForward } from './port-forward.ts';

/** A pod that answers with its name and never closes a connection by itself. */
const startPod = async (name: string) => {
  const server = createServer({ keepAliveTimeout: 0 }, (_, response) => response.end(name));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    name,
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** Connects to a port of the pod, like a kubelet, until either end closes. */
const kubelet: PodConnector = {
  connect: async (socket, { port }) => {
    const other = net.connect(port, '127.0.0.1');
    other.on('error', () => socket.destroy());
    other.once('close', () => socket.destroy());
    socket.pipe(other).pipe(socket);
  },
};

test('a connection goes to the currently chosen pod, and closes with it', async () => {
  const pods = [await startPod('old'), await startPod('new')] as const;
  let current: (typeof pods)[number] = pods[0];
  await using forward = await startPortForward({
    connector: kubelet,
    choosePod: async () => ({ namespace: 'kubeflow', pod: current.name, port: current.port }),
    report: () => {},
  });
  const dispatcher = new Agent({ connections: 4 });
  const ask = async () => (await request(forward.origin, { dispatcher })).body.text();
  expect(await ask()).toBe('old');
  current = pods[1];
  pods[0].stop();
  // A client that kept the connection to the old pod would never reach the new one.
  await expect.poll(() => ask().catch(String)).toBe('new');
  pods[1].stop();
  await dispatcher.destroy();
});

test('a connection that cannot be made is reset, and the reason is reported once', async () => {
  const lines: string[] = [];
  await using forward = await startPortForward({
    connector: kubelet,
    choosePod: () => Promise.reject(new Error('no pod of Service kubeflow/ml-pipeline is ready at this moment')),
    report: (line) => void lines.push(line),
  });
  const dispatcher = new Agent();
  await expect(request(forward.origin, { dispatcher })).rejects.toThrow(/ECONNRESET|socket/);
  await expect(request(forward.origin, { dispatcher })).rejects.toThrow(/ECONNRESET|socket/);
  expect(lines).toEqual(['port-forward: no pod of Service kubeflow/ml-pipeline is ready at this moment']);
  await dispatcher.destroy();
});
