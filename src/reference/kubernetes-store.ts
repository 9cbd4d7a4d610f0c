import type { KubernetesApi } from './kubernetes-api.ts';
import { createPipeline, createPipelineWithVersion, createVersion } from './kubernetes-create.ts';
import { deletePipeline, deleteVersion } from './kubernetes-delete.ts';
import { hasStatus } from './kubernetes-error.ts';
import { objectPath, type ObjectMetadata } from './kubernetes-objects.ts';
import { asRefusal, refusing } from './kubernetes-refusal.ts';
import {
  assertFresh,
  namespaceFor,
  pipelineCollection,
  requirePipeline,
  requireVersion,
  versionCollection,
} from './kubernetes-state.ts';
import type { KubernetesState } from './kubernetes-state.ts';
import { updateMetadata } from './kubernetes-update.ts';
import { isObjectName } from './object-names.ts';
import { pipelineEntry, type PipelineEntry } from './pipeline-entry.ts';
import type { PipelineStore } from './pipeline-store.ts';
import { Refusal } from './refusal.ts';
import { storedVersion } from './version-entry.ts';

/** What the store is made of. The webhooks answer from the same. */
export interface KubernetesParts {
  readonly api: KubernetesApi;
  readonly state: KubernetesState;
  /** The cluster-scoped kinds, which the empty namespace means where they are served. */
  readonly shared: KubernetesState | undefined;
  /** The same for all servers of the system namespace. */
  readonly pageTokenKey: Buffer;
}

export interface KubernetesStore extends PipelineStore, KubernetesParts {
  readonly kind: 'kubernetes';
}

const PING_TIMEOUT_MS = 3_000;

/** The store on what is followed; closing it ends that, too. */
export function kubernetesStore(parts: KubernetesParts): KubernetesStore {
  const { api, state, shared } = parts;
  const states = shared ? [state, shared] : [state];
  const stateFor = (namespace: string): KubernetesState => {
    const wanted = shared && namespace === '' ? shared : state;
    assertFresh(wanted);
    return wanted;
  };
  // Ids are unique among all kinds, and what is known of one kind can be told while another cannot be followed.
  const stateOf = (pipelineId: string): KubernetesState => {
    const found = states.find(({ pipelines }) => pipelines.get(pipelineId) !== undefined);
    for (const needed of found ? [found] : states) assertFresh(needed);
    return found ?? state;
  };
  return {
    kind: 'kubernetes',
    ...parts,

    async createPipeline(pipeline) {
      return (await createPipeline(stateFor(pipeline.namespace), pipeline)).item;
    },

    async createPipelineWithVersion(pipeline, version) {
      const created = await createPipelineWithVersion(stateFor(pipeline.namespace), pipeline, version);
      return { pipeline: created.pipeline.item, version: storedVersion(created.version, created.pipeline.uid) };
    },

    async getPipeline(id) {
      return requirePipeline(stateOf(id), id).item;
    },

    async getPipelineByName(requested, name) {
      const wanted = stateFor(requested);
      const namespace = namespaceFor(wanted, requested);
      const entry = wanted.pipelines.named(namespace, name) ?? (await lookUp(wanted, namespace, name));
      if (entry) return entry.item;
      const place = namespace === '' ? 'among the shared ones' : `in namespace ${namespace}`;
      throw new Refusal('not-found', `Pipeline "${name}" not found ${place}.`);
    },

    async listPipelines(namespace, query) {
      const wanted = stateFor(namespace);
      return wanted.pipelineIndex.page(namespaceFor(wanted, namespace), query);
    },

    async updatePipeline(id, change) {
      const owner = stateOf(id);
      return (await updateMetadata(owner, pipelineCollection(owner), requirePipeline(owner, id), change)).item;
    },

    async deletePipeline(id, cascade) {
      await deletePipeline(stateOf(id), id, cascade);
    },

    async createVersion(pipelineId, version) {
      return storedVersion(await createVersion(stateOf(pipelineId), pipelineId, version), pipelineId);
    },

    async getVersion(pipelineId, versionId) {
      return storedVersion(requireVersion(stateOf(pipelineId), pipelineId, versionId), pipelineId);
    },

    async listVersions(pipelineId, query) {
      const owner = stateOf(pipelineId);
      return owner.versionIndex.page(requirePipeline(owner, pipelineId), query);
    },

    async updateVersion(pipelineId, versionId, change) {
      const owner = stateOf(pipelineId);
      const entry = requireVersion(owner, pipelineId, versionId);
      return storedVersion(await updateMetadata(owner, versionCollection(owner), entry, change), pipelineId);
    },

    async deleteVersion(pipelineId, versionId) {
      await deleteVersion(stateOf(pipelineId), pipelineId, versionId);
    },

    async ping() {
      for (const followed of states) assertFresh(followed);
      await refusing(api.request({ method: 'GET', path: '/version', timeoutMs: PING_TIMEOUT_MS }));
    },

    async [Symbol.asyncDispose]() {
      const caches = states.flatMap(({ pipelines, versions }) => [pipelines, versions]);
      await Promise.all(caches.map((cache) => cache[Symbol.asyncDispose]()));
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
