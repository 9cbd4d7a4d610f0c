import { EnvironmentError } from '../../failures/environment-error.ts';

/** A NodePort: its number in the cluster and the port on this machine's loopback at which it is published. */
export interface AllocatedPort {
  readonly inCluster: number;
  readonly onHost: number;
}

/** The ports that were published when the node was started, because a container cannot publish more ports later. */
export interface NodePorts {
  /** Throws an EnvironmentError if all ports are in use. */
  allocate(): AllocatedPort;
  release(port: AllocatedPort): void;
}

/** A part of the first 86 NodePorts, which Kubernetes reserves for static assignment. */
export const publishedPorts = Array.from({ length: 48 }, (_, index) => 30_000 + index);

export const nodePorts = (
  onHost: (inCluster: number) => number,
  all: readonly number[] = publishedPorts,
): NodePorts => {
  // The most recently released port is reused last, because the rules of its Service may remain in the node for a moment.
  const free = all.map((inCluster) => ({ inCluster, onHost: onHost(inCluster) }));
  const allocated = new Set<number>();
  return {
    allocate: () => {
      const port = free.shift();
      if (port === undefined)
        throw new EnvironmentError(
          `all ${all.length} published ports of the node are in use: run fewer targets at the same time`,
        );
      allocated.add(port.inCluster);
      return port;
    },
    release: (port) => {
      if (allocated.delete(port.inCluster)) free.push(port);
    },
  };
};
