import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { PodConnector, PodPort } from '../../../clients/kubeconfig.ts';
import { resetConnection } from '../../../clients/reset-connection.ts';

/** A local port that is forwarded to a pod of the cluster. */
export interface PortForward extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
}

export interface PortForwardOptions {
  readonly connector: PodConnector;
  /** Called for every connection, because the previous pod may have been replaced. */
  readonly choosePod: () => Promise<PodPort>;
  /** Called once for each distinct reason why a connection could not be made. */
  readonly report: (line: string) => void;
}

/** Listens on loopback. Each connection is forwarded to the pod chosen for it, and closes with that pod. */
export const startPortForward = async ({ connector, choosePod, report }: PortForwardOptions): Promise<PortForward> => {
  const open = new Set<Socket>();
  const reported = new Set<string>();
  const reportOnce = (reason: string): void => {
    if (reported.has(reason)) return;
    reported.add(reason);
    report(`port-forward: ${reason}`);
  };
  const forward = async (socket: Socket): Promise<void> => {
    try {
      const pod = await choosePod();
      const address = `${pod.namespace}/${pod.pod}:${pod.port}`;
      await connector.connect(socket, pod, (reason) => {
        reportOnce(`${address}: ${reason}`);
        resetConnection(socket);
      });
    } catch (cause) {
      reportOnce((cause as Error).message);
      // The client sees a reset connection, as it would without a port-forward.
      resetConnection(socket);
    }
  };
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // The client of the connection sees the error itself.
    socket.on('error', () => {});
    void forward(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
};
