import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { PodConnector, PodPort } from '../../../clients/kubeconfig.ts';

/** A port of this machine behind which a pod of the cluster answers. */
export interface PortForward extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
}

export interface PortForwardOptions {
  readonly connector: PodConnector;
  /** Asked for every connection anew: the pod of the last one may have been replaced. */
  readonly choosePod: () => Promise<PodPort>;
  /** Hears why a connection could not be made; the same reason once. */
  readonly told: (line: string) => void;
}

/** Listens on loopback; every connection goes to a pod of its own choice, and breaks with it. */
export const startPortForward = async ({ connector, choosePod, told }: PortForwardOptions): Promise<PortForward> => {
  const open = new Set<Socket>();
  const said = new Set<string>();
  const tell = (why: string): void => {
    if (said.has(why)) return;
    said.add(why);
    told(`port-forward: ${why}`);
  };
  const forward = async (socket: Socket): Promise<void> => {
    try {
      const pod = await choosePod();
      const place = `${pod.namespace}/${pod.pod}:${pod.port}`;
      await connector.connect(socket, pod, (why) => {
        tell(`${place}: ${why}`);
        socket.resetAndDestroy();
      });
    } catch (cause) {
      tell((cause as Error).message);
      // Whoever asked sees a connection that is reset, as it would be without a port-forward.
      socket.resetAndDestroy();
    }
  };
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // What breaks a connection shows where it is used.
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
