import { createServer, type AddressInfo } from 'node:net';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';
import { patience } from '../../waiting/slowness.ts';

/**
 * Proves that the cluster reaches a server of this machine at `address`: pods do where their node does. Throws an
 * EnvironmentError where the address is not this machine's, or something between them lets nobody through.
 */
export const proveReach = async (cluster: StartedKindCluster, address: string): Promise<void> => {
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
      `targets in ${cluster.name} would reach this machine at ${address}, where it cannot listen (${(cause as Error).message}): the container engine runs elsewhere, or in a virtual machine. Use one on this machine`,
      { cause },
    );
  }
  const { port } = server.address() as AddressInfo;
  const limit = String(Math.ceil(patience(10)));
  const answer = await cluster.exec(['timeout', limit, 'bash', '-c', `cat < /dev/tcp/${address}/${port}`]);
  await new Promise((resolve) => server.close(resolve));
  if (answer.stdout !== 'reached')
    throw new EnvironmentError(
      `${cluster.nodeName} does not reach this machine at ${address} (${answer.output.trim() || `no answer within ${limit} s`}): let its packet filter accept connections from the networks of containers`,
    );
};
