import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectKubernetes, type KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { inClusterConnection, kubeconfigConnection } from '../kube-api/kubernetes-connection.ts';
import { sharedSecret } from './kubernetes-secret.ts';
import { watchNamespace, watchShared } from './kubernetes-state.ts';
import { kubernetesStore, type KubernetesStore } from './kubernetes-store.ts';
import type { Log } from '../ground/log.ts';

export interface KubernetesStoreOptions {
  /** Absent: the service account of the pod. */
  readonly kubeconfigPath?: string;
  /** The served namespace (single-user mode), or undefined for all. */
  readonly namespace: string | undefined;
  /** Whether the empty namespace means the cluster-scoped kinds. */
  readonly sharedKinds: boolean;
  /** The namespace of the server's own objects. */
  readonly systemNamespace: string;
  /** Whether this process also serves the webhooks. */
  readonly hasWebhooks: boolean;
  readonly log: Log;
}

/** The server also starts without the Kubernetes API, and answers `unavailable` until it can be reached (GIT-21). */
const firstListWaitMs = 15_000;
const preparedOrders = ['createdAt', 'name', 'displayName', 'id'];

const pageTokenKey = async (api: KubernetesApi, namespace: string, log: Log): Promise<Buffer> => {
  try {
    return await sharedSecret(api, namespace, 'kfp-page-token-key');
  } catch (error) {
    log.warn(
      `page tokens are valid for this process only, because the Kubernetes API provides no shared key: ${String(error)}`,
    );
    return randomBytes(32);
  }
};

/** Opens the store on custom resources; waits for the first lists, up to a limit. */
export const openKubernetesStore = async ({
  kubeconfigPath,
  namespace,
  sharedKinds,
  systemNamespace,
  hasWebhooks,
  log,
}: KubernetesStoreOptions): Promise<KubernetesStore> => {
  const connection = kubeconfigPath === undefined ? inClusterConnection() : kubeconfigConnection(kubeconfigPath);
  const api = connectKubernetes(connection);
  const options = { systemNamespace, hasWebhooks, log };
  const state = watchNamespace(api, namespace, options);
  const shared = sharedKinds ? watchShared(api, options) : undefined;
  const watched = shared ? [state, shared] : [state];
  const timeout = new AbortController();
  await Promise.race([
    Promise.all(watched.flatMap(({ pipelines, versions }) => [pipelines.synced, versions.synced])),
    sleep(firstListWaitMs, undefined, { signal: timeout.signal }).catch(() => undefined),
  ]);
  timeout.abort();
  for (const { pipelineIndex } of watched) pipelineIndex.prepare(preparedOrders);
  return kubernetesStore({ api, state, shared, pageTokenKey: await pageTokenKey(api, systemNamespace, log) });
};
