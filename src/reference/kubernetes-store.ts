import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectKubernetes } from './kubernetes-api.ts';
import { inClusterConnection, kubeconfigConnection } from './kubernetes-connection.ts';
import { createPipeline, createPipelineWithVersion, createVersion } from './kubernetes-create.ts';
import { deletePipeline, deleteVersion } from './kubernetes-delete.ts';
import { hasStatus } from './kubernetes-error.ts';
import { objectPath, type ObjectMetadata } from './kubernetes-objects.ts';
import { asRefusal, refusing } from './kubernetes-refusal.ts';
import { sharedSecret } from './kubernetes-secret.ts';
import {
  followNamespace,
  namespaceFor,
  pipelineCollection,
  requirePipeline,
  requireVersion,
  versionCollection,
} from './kubernetes-state.ts';
import type { KubernetesState } from './kubernetes-state.ts';
import { updateMetadata } from './kubernetes-update.ts';
import type { Log } from './log.ts';
import { isObjectName } from './object-names.ts';
import { pipelineEntry, type PipelineEntry } from './pipeline-entry.ts';
import type { PipelineStore } from './pipeline-store.ts';
import { Refusal } from './refusal.ts';
import { storedVersion } from './version-entry.ts';

export interface KubernetesStoreOptions {
  /** Absent: the service account of the pod. */
  readonly kubeconfigPath?: string;
  /** The one namespace that is served (single-user mode), or undefined for all of them. */
  readonly namespace: string | undefined;
  /** Where the server keeps what is its own. */
  readonly systemNamespace: string;
  readonly log: Log;
}

export interface KubernetesStore extends PipelineStore {
  readonly kind: 'kubernetes';
  /** The same for all servers of the namespace. */
  readonly pageTokenKey: Buffer;
  /** For the webhooks, which answer from the same cache. */
  readonly state: KubernetesState;
}

/** The server starts without the Kubernetes API too, and answers `unavailable` until it has come (GIT-21). */
const FIRST_LIST_WAIT_MS = 15_000;
const USUAL_ORDERS = ['createdAt', 'name', 'displayName', 'id'];
const PING_TIMEOUT_MS = 3_000;

/** Opens the store on pipelines and versions as custom resources; waits for the first lists, though not for ever. */
export async function openKubernetesStore({
  kubeconfigPath,
  namespace,
  systemNamespace,
  log,
}: KubernetesStoreOptions): Promise<KubernetesStore> {
  const connection = kubeconfigPath === undefined ? inClusterConnection() : kubeconfigConnection(kubeconfigPath);
  const api = connectKubernetes(connection);
  const state = followNamespace(api, namespace, log);
  const patience = new AbortController();
  await Promise.race([
    Promise.all([state.pipelines.synced, state.versions.synced]),
    sleep(FIRST_LIST_WAIT_MS, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
  state.pipelineIndex.prepare(USUAL_ORDERS);
  return kubernetesStore(state, await pageTokenKey(state, systemNamespace));
}

async function pageTokenKey({ api, log }: KubernetesState, namespace: string): Promise<Buffer> {
  try {
    return await sharedSecret(api, namespace, 'kfp-page-token-key');
  } catch (error) {
    log.warn(`page tokens are good for this process only: no shared key in the Kubernetes API: ${String(error)}`);
    return randomBytes(32);
  }
}

/** The store on what is followed; closing it closes both. */
export function kubernetesStore(state: KubernetesState, key: Buffer): KubernetesStore {
  const { pipelines, versions, api } = state;
  const fresh = (): void => {
    pipelines.assertFresh();
    versions.assertFresh();
  };
  return {
    kind: 'kubernetes',
    pageTokenKey: key,
    state,

    async createPipeline(pipeline) {
      fresh();
      return (await createPipeline(state, pipeline)).item;
    },

    async createPipelineWithVersion(pipeline, version) {
      fresh();
      const created = await createPipelineWithVersion(state, pipeline, version);
      return { pipeline: created.pipeline.item, version: storedVersion(created.version, created.pipeline.uid) };
    },

    async getPipeline(id) {
      fresh();
      return requirePipeline(state, id).item;
    },

    async getPipelineByName(requested, name) {
      fresh();
      const namespace = namespaceFor(state, requested);
      const entry = pipelines.named(namespace, name) ?? (await lookUp(state, namespace, name));
      if (entry) return entry.item;
      throw new Refusal('not-found', `Pipeline "${name}" not found in namespace ${namespace}.`);
    },

    async listPipelines(namespace, query) {
      fresh();
      return state.pipelineIndex.page(namespaceFor(state, namespace), query);
    },

    async updatePipeline(id, change) {
      fresh();
      return (await updateMetadata(state, pipelineCollection(state), requirePipeline(state, id), change)).item;
    },

    async deletePipeline(id, cascade) {
      fresh();
      await deletePipeline(state, id, cascade);
    },

    async createVersion(pipelineId, version) {
      fresh();
      return storedVersion(await createVersion(state, pipelineId, version), pipelineId);
    },

    async getVersion(pipelineId, versionId) {
      fresh();
      return storedVersion(requireVersion(state, pipelineId, versionId), pipelineId);
    },

    async listVersions(pipelineId, query) {
      fresh();
      return state.versionIndex.page(requirePipeline(state, pipelineId), query);
    },

    async updateVersion(pipelineId, versionId, change) {
      fresh();
      const entry = requireVersion(state, pipelineId, versionId);
      return storedVersion(await updateMetadata(state, versionCollection(state), entry, change), pipelineId);
    },

    async deleteVersion(pipelineId, versionId) {
      fresh();
      await deleteVersion(state, pipelineId, versionId);
    },

    async ping() {
      fresh();
      await refusing(api.request({ method: 'GET', path: '/version', timeoutMs: PING_TIMEOUT_MS }));
    },

    async [Symbol.asyncDispose]() {
      await Promise.all([pipelines[Symbol.asyncDispose](), versions[Symbol.asyncDispose]()]);
      await api[Symbol.asyncDispose]();
    },
  };
}

/** One bounded request on a miss: the pipeline may have been applied a moment ago. */
async function lookUp(state: KubernetesState, namespace: string, name: string): Promise<PipelineEntry | undefined> {
  // Nothing has such a name, and as a part of a path it could mean something else.
  if (!isObjectName(name)) return undefined;
  try {
    const path = objectPath(state.kinds.pipeline.resource, namespace, name);
    const entry = pipelineEntry((await state.api.request({ method: 'GET', path })) as { metadata: ObjectMetadata });
    state.pipelines.put(entry);
    return state.pipelines.named(namespace, name);
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw asRefusal(error);
  }
}
