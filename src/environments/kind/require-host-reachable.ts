import { createServer, type AddressInfo } from 'node:net';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';
import { patience } from '../../waiting/slowness.ts';

/**
 * Verifies that the node, and therefore its pods, can connect to a server of this machine at `address`. Throws an
 * EnvironmentError if this machine does not have the address or if connections to it are blocked.
 */
export const requireHostReachable = async (cluster: StartedKindCluster, address: string): Promise<void> => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('reached');
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, address, resolve);
    });
  } catch (cause) {
    throw new EnvironmentError(
      `this machine cannot listen on ${address}, at which targets in ${cluster.name} must reach it (${(cause as Error).message}): the container engine runs on another host or in a virtual machine. Use an engine on this machine`,
      { cause },
    );
  }
  const { port } = server.address() as AddressInfo;
  const limit = String(Math.ceil(patience(10)));
  const answer = await cluster.exec(['timeout', limit, 'bash', '-c', `cat < /dev/tcp/${address}/${port}`]);
  await new Promise((resolve) => server.close(resolve));
  if (answer.stdout !== 'reached')
    throw new EnvironmentError(
      `the node ${cluster.nodeName} cannot reach this machine at ${address} (${answer.output.trim() || `no answer within ${limit} s`}): configure this machine's firewall to accept connections from container networks`,
    );
};
