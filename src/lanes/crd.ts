import type { HttpResponse } from '../contract/exchange.ts';
import { jsonOf, object, objects, text, type Json } from '../clients/json-response.ts';
import { collectionPath, type KubernetesClient } from '../clients/kubernetes.ts';
import { kindOfStatus, type Answer, type AnswerKind } from './answer.ts';
import type { Surface } from './lane.ts';
import { serverTime } from './server-time.ts';
import type { MetadataChange, Pipeline, PipelineDraft, PipelineVersion, VersionDraft } from './pipeline.ts';

export const apiVersion = 'pipelines.kubeflow.org/v2beta1';
const pipelineIdLabel = 'pipelines.kubeflow.org/pipeline-id';

const tagsOf = (spec: Json) => object(spec, 'tags') as Readonly<Record<string, string>>;

/** Applies the same default as REST: without a display name it is the name. */
export const pipelineFromObject = (resource: Json): Pipeline => {
  const metadata = object(resource, 'metadata');
  const spec = object(resource, 'spec');
  return {
    id: text(metadata, 'uid'),
    name: text(metadata, 'name'),
    displayName: text(spec, 'displayName') || text(metadata, 'name'),
    description: text(spec, 'description'),
    createdAt: text(metadata, 'creationTimestamp'),
    tags: tagsOf(spec),
  };
};

export const versionFromObject = (resource: Json): PipelineVersion => {
  const metadata = object(resource, 'metadata');
  const spec = object(resource, 'spec');
  const name = text(spec, 'versionName') || text(metadata, 'name');
  const owner = objects(metadata, 'ownerReferences').find((reference) => reference['kind'] === 'Pipeline') ?? {};
  return {
    id: text(metadata, 'uid'),
    pipelineId: text(owner, 'uid'),
    name,
    displayName: text(spec, 'displayName') || name,
    description: text(spec, 'description'),
    createdAt: text(metadata, 'creationTimestamp'),
    tags: tagsOf(spec),
    codeSourceUrl: text(spec, 'codeSourceURL'),
    packageUrl: text(spec, 'pipelineSpecURI'),
    definition: {
      pipelineSpec: object(spec, 'pipelineSpec'),
      ...('platformSpec' in spec && { platformSpec: object(spec, 'platformSpec') }),
    },
  };
};

/** A denial by a webhook is `invalid`, whatever status the webhook returned. */
const kindOf = (response: HttpResponse): AnswerKind =>
  response.status >= 400 && text(jsonOf(response), 'message').startsWith('admission webhook')
    ? 'invalid'
    : kindOfStatus(response.status);

export const answerFromKubernetes = <Value>(response: HttpResponse, read: (json: Json) => Value): Answer<Value> => {
  const kind = kindOf(response);
  const json = jsonOf(response);
  return {
    kind,
    status: response.status,
    message: kind === 'ok' ? '' : text(json, 'message') || response.body,
    ...(kind === 'ok' && { value: read(json) }),
  };
};

const missing = <Value>(what: string): Answer<Value> => ({
  kind: 'missing',
  status: 404,
  message: `${what} is not there`,
});

const draftSpec = (draft: PipelineDraft | MetadataChange): Json => ({
  ...(draft.displayName !== undefined && { displayName: draft.displayName }),
  ...('description' in draft && draft.description !== undefined && { description: draft.description }),
  ...(draft.tags !== undefined && { tags: draft.tags }),
});

/** The Pipeline object that `kubectl apply` would send. */
export const pipelineObject = (namespace: string, draft: PipelineDraft): Json => ({
  apiVersion,
  kind: 'Pipeline',
  metadata: { name: draft.name ?? draft.displayName ?? '', namespace },
  spec: draftSpec(draft),
});

/** The PipelineVersion object that `kubectl apply` would send, with the object name that REST would choose. */
export const versionObject = (namespace: string, pipelineName: string, draft: VersionDraft): Json => {
  const name = draft.name ?? draft.displayName ?? '';
  return {
    apiVersion,
    kind: 'PipelineVersion',
    metadata: { name: name === pipelineName ? name : `${pipelineName}-${name}`, namespace },
    spec: {
      ...draftSpec(draft),
      pipelineName,
      versionName: name,
      ...(draft.codeSourceUrl !== undefined && { codeSourceURL: draft.codeSourceUrl }),
      pipelineSpec: draft.definition.pipelineSpec,
      ...(draft.definition.platformSpec !== undefined && { platformSpec: draft.definition.platformSpec }),
    },
  };
};

/** The Kubernetes API as a surface, used as with kubectl and without a KFP client. */
export const kubernetesSurface = (kubernetes: KubernetesClient): Surface => {
  const path = (plural: string, name?: string) => collectionPath(kubernetes.namespace, plural, name);
  const pipeline = (response: HttpResponse) => answerFromKubernetes(response, pipelineFromObject);
  const version = (response: HttpResponse) => answerFromKubernetes(response, versionFromObject);
  const jsonPatch = (target: string, change: MetadataChange) => {
    // A JSON patch replaces maps completely, like a REST PATCH; a merge patch would keep the other tags.
    const operations = [
      ...(change.displayName === undefined
        ? []
        : [{ op: 'add', path: '/spec/displayName', value: change.displayName }]),
      ...(change.tags === undefined ? [] : [{ op: 'add', path: '/spec/tags', value: change.tags }]),
    ];
    return kubernetes.call('PATCH', target, operations, 'application/json-patch+json');
  };
  /**
   * Finds the object name of a version by label and uid, because references have ids only; without a webhook the object
   * has no label.
   */
  const versionNamed = async (pipelineId: string, id: string): Promise<string | undefined> => {
    const selector = new URLSearchParams({ labelSelector: `${pipelineIdLabel}=${pipelineId}` });
    for (const query of [`?${selector.toString()}`, '']) {
      const answer = await kubernetes.call('GET', `${path('pipelineversions')}${query}`);
      const found = objects(jsonOf(answer), 'items').find((item) => text(object(item, 'metadata'), 'uid') === id);
      if (found !== undefined) return text(object(found, 'metadata'), 'name');
    }
    return undefined;
  };
  const withUid = <Value extends { readonly id: string }>(answer: Answer<Value>, id: string): Answer<Value> =>
    answer.value === undefined || answer.value.id === id ? answer : missing(id);
  return {
    name: 'kubernetes',
    createPipeline: async (draft) =>
      pipeline(await kubernetes.call('POST', path('pipelines'), pipelineObject(kubernetes.namespace, draft))),
    getPipeline: async ({ id, name }) => withUid(pipeline(await kubernetes.call('GET', path('pipelines', name))), id),
    getPipelineByName: async (name) => pipeline(await kubernetes.call('GET', path('pipelines', name))),
    allPipelines: async () =>
      answerFromKubernetes(await kubernetes.call('GET', path('pipelines')), (json) =>
        objects(json, 'items').map(pipelineFromObject),
      ),
    updatePipeline: async ({ name }, change) => pipeline(await jsonPatch(path('pipelines', name), change)),
    deletePipeline: async ({ name, id }) =>
      answerFromKubernetes(
        await kubernetes.call('DELETE', path('pipelines', name), {
          preconditions: { uid: id },
          propagationPolicy: 'Foreground',
        }),
        () => null,
      ),
    createVersion: async ({ name }, draft) =>
      version(
        await kubernetes.call('POST', path('pipelineversions'), versionObject(kubernetes.namespace, name, draft)),
      ),
    getVersion: async ({ pipelineId, id }) => {
      const name = await versionNamed(pipelineId, id);
      return name === undefined ? missing(id) : version(await kubernetes.call('GET', path('pipelineversions', name)));
    },
    allVersions: async ({ id }) =>
      answerFromKubernetes(
        await kubernetes.call(
          'GET',
          `${path('pipelineversions')}?${new URLSearchParams({ labelSelector: `${pipelineIdLabel}=${id}` }).toString()}`,
        ),
        (json) => objects(json, 'items').map(versionFromObject),
      ),
    updateVersion: async ({ pipelineId, id }, change) => {
      const name = await versionNamed(pipelineId, id);
      return name === undefined ? missing(id) : version(await jsonPatch(path('pipelineversions', name), change));
    },
    deleteVersion: async ({ pipelineId, id }) => {
      const name = await versionNamed(pipelineId, id);
      return name === undefined
        ? missing(id)
        : answerFromKubernetes(await kubernetes.call('DELETE', path('pipelineversions', name)), () => null);
    },
    clock: async () => serverTime(await kubernetes.call('GET', `${path('pipelines')}?limit=1`)),
  };
};
