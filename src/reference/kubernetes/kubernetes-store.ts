import type { KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { createPipeline, createPipelineWithVersion, createVersion } from './kubernetes-create.ts';
import { deletePipeline, deleteVersion } from './kubernetes-delete.ts';
import { translateErrors } from '../kube-api/error-translation.ts';
import {
  assertFresh,
  namespaceFor,
  pipelineCollection,
  requirePipeline,
  requireVersion,
  stopWatching,
  versionCollection,
} from './kubernetes-state.ts';
import type { KubernetesState, Freshness } from './kubernetes-state.ts';
import { updateMetadata } from './kubernetes-update.ts';
import { isObjectName } from '../kube-api/object-names.ts';
import type { MetadataChange, PipelineStore } from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';
import { storedVersion } from './version-entry.ts';

/** The parts of the store; the webhooks use the same ones. */
export interface KubernetesParts {
  readonly api: KubernetesApi;
  readonly state: KubernetesState;
  /** The cluster-scoped kinds, if served; the empty namespace means them. */
  readonly shared: KubernetesState | undefined;
  /** Shared by all servers of the system namespace. */
  readonly pageTokenKey: Buffer;
}

export interface KubernetesStore extends PipelineStore, KubernetesParts {
  readonly kind: 'kubernetes';
}

const pingTimeoutMs = 3_000;

/**
 * A write always applies to the current object, so the cached one suffices for it; an empty change returns the object,
 * which must be current.
 */
const freshnessFor = ({ displayName, tags }: MetadataChange): Freshness =>
  displayName === undefined && tags === undefined ? 'current' : 'cached';

/** A store on watched objects; disposing it stops the watches. */
export const kubernetesStore = (parts: KubernetesParts): KubernetesStore => {
  const { api, state, shared } = parts;
  const states = shared ? [state, shared] : [state];
  const stateFor = (namespace: string): KubernetesState => {
    const wanted = shared && namespace === '' ? shared : state;
    assertFresh(wanted);
    return wanted;
  };
  // Ids are unique among all kinds, so a pipeline of one kind can be served while the watch of the other fails.
  const stateOf = async (pipelineId: string): Promise<KubernetesState> => {
    const found = states.find(({ pipelines }) => pipelines.get(pipelineId) !== undefined);
    for (const needed of found ? [found] : states) assertFresh(needed);
    if (found || !shared) return found ?? state;
    return (await shared.livePipelines.find(pipelineId)) ? shared : state;
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
      return (await requirePipeline(await stateOf(id), id, 'current')).item;
    },

    async locatePipeline(id) {
      return (await requirePipeline(await stateOf(id), id, 'cached')).item;
    },

    async getPipelineByName(requested, name) {
      const wanted = stateFor(requested);
      const namespace = namespaceFor(wanted, requested);
      // An invalid name cannot exist, and as part of a path it could mean another resource.
      const entry = isObjectName(name) ? await wanted.livePipelines.named(namespace, name) : undefined;
      if (entry) return entry.item;
      const place = namespace === '' ? 'among the shared ones' : `in namespace ${namespace}`;
      throw new ApiError('not-found', `Pipeline "${name}" not found ${place}.`);
    },

    async listPipelines(namespace, query) {
      const wanted = stateFor(namespace);
      return wanted.pipelineIndex.page(namespaceFor(wanted, namespace), query);
    },

    async updatePipeline(id, change) {
      const owner = await stateOf(id);
      const entry = await requirePipeline(owner, id, freshnessFor(change));
      return (await updateMetadata(owner, pipelineCollection(owner), entry, change)).item;
    },

    async deletePipeline(id, cascade) {
      await deletePipeline(await stateOf(id), id, cascade);
    },

    async createVersion(pipelineId, version) {
      return storedVersion(await createVersion(await stateOf(pipelineId), pipelineId, version), pipelineId);
    },

    async getVersion(pipelineId, versionId) {
      const owner = await stateOf(pipelineId);
      return storedVersion(await requireVersion(owner, pipelineId, versionId, 'current'), pipelineId);
    },

    async listVersions(pipelineId, query) {
      const owner = await stateOf(pipelineId);
      return owner.versionIndex.page(await requirePipeline(owner, pipelineId, 'cached'), query);
    },

    async updateVersion(pipelineId, versionId, change) {
      const owner = await stateOf(pipelineId);
      const entry = await requireVersion(owner, pipelineId, versionId, freshnessFor(change));
      return storedVersion(await updateMetadata(owner, versionCollection(owner), entry, change), pipelineId);
    },

    async deleteVersion(pipelineId, versionId) {
      await deleteVersion(await stateOf(pipelineId), pipelineId, versionId);
    },

    async ping() {
      for (const watched of states) assertFresh(watched);
      await translateErrors(api.request({ method: 'GET', path: '/version', timeoutMs: pingTimeoutMs }));
    },

    async [Symbol.asyncDispose]() {
      await Promise.all(states.map(stopWatching));
      await api[Symbol.asyncDispose]();
    },
  };
};
