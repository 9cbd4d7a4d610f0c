import type { ClusterClient } from './cluster-client.ts';
import { RefusedError } from './refused-error.ts';

/** Removes the finalizers of an object, if it still exists, because they would block its deletion. */
export const removeFinalizers = async (cluster: ClusterClient, path: string): Promise<void> => {
  try {
    await cluster.patch(path, { metadata: { finalizers: null } });
  } catch (cause) {
    if (!(cause instanceof RefusedError && cause.status === 404)) throw cause;
  }
};
