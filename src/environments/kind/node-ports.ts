import { EnvironmentError } from '../../failures/environment-error.ts';

/** A NodePort: as Services in the cluster say it, and where it is published on this machine's loopback. */
export interface LentPort {
  readonly inCluster: number;
  readonly onHost: number;
}

/** Ports that were published when the node was started; no more can be published later. */
export interface NodePorts {
  /** Throws an EnvironmentError when all of them are lent. */
  lend(): LentPort;
  giveBack(port: LentPort): void;
}

/** Of the first 86 NodePorts, which Kubernetes leaves to those who ask for one by its number. */
export const publishedPorts = Array.from({ length: 48 }, (_, index) => 30_000 + index);

export const nodePorts = (
  onHost: (inCluster: number) => number,
  all: readonly number[] = publishedPorts,
): NodePorts => {
  // The one that was given back last is lent last: what its Service left in the node may take a moment to go.
  const free = all.map((inCluster) => ({ inCluster, onHost: onHost(inCluster) }));
  const lent = new Set<number>();
  return {
    lend: () => {
      const port = free.shift();
      if (port === undefined)
        throw new EnvironmentError(
          `all ${all.length} ports of the node that are published are in use: let fewer targets run at a time`,
        );
      lent.add(port.inCluster);
      return port;
    },
    giveBack: (port) => {
      if (lent.delete(port.inCluster)) free.push(port);
    },
  };
};
