import type { ReceivedResponse } from '../contract/exchange.ts';
import {
  itemsOf,
  object,
  objects,
  readingOf,
  refusalText,
  requireLook,
  text,
  type Json,
} from '../clients/json-response.ts';
import { collectionPath, type KubernetesClient } from '../clients/kubernetes.ts';
import { kindOfStatus, type Answer, type AnswerKind } from './answer.ts';
import type { Surface, VersionRef } from './lane.ts';
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
const kindOf = (answer: ReceivedResponse): AnswerKind =>
  answer.status >= 400 && refusalText(answer, 'message').startsWith('admission webhook')
    ? 'invalid'
    : kindOfStatus(answer.status);

/**
 * The meaning of a refused look. `unusable`: the user has all rights, so a refusal is the Kubernetes API's own and says
 * nothing about the target. `answer`: what the user may see is the question.
 */
export type RefusedLook = 'unusable' | 'answer';

/**
 * Converts an answer to the common form of both surfaces; `read` is called for successful answers only. Throws an
 * UnusableAnswerError for an answer that says nothing about the target (`readingOf`), and for a refused look unless it
 * is an answer.
 */
export const answerFromKubernetes = <Value>(
  answer: ReceivedResponse,
  read: (json: Json) => Value,
  refusedLook: RefusedLook = 'unusable',
): Answer<Value> => {
  if (refusedLook === 'unusable') requireLook(answer);
  const reading = readingOf(answer);
  const kind = kindOf(answer);
  return {
    kind,
    status: answer.status,
    message: kind === 'ok' ? '' : refusalText(answer, 'message') || answer.body,
    ...(kind === 'ok' && reading.says === 'present' && { value: read(reading.json) }),
  };
};

/** Reads the objects of a list; see `answerFromKubernetes`. */
export const listFromKubernetes = <Value>(
  answer: ReceivedResponse,
  read: (item: Json) => Value,
  refusedLook?: RefusedLook,
): Answer<readonly Value[]> => answerFromKubernetes(answer, () => itemsOf(answer, 'items').map(read), refusedLook);

const missing = <Value>(what: string): Answer<Value> => ({
  kind: 'missing',
  status: 404,
  message: `${what} is not there`,
});

const named = (name: string): Answer<string> => ({ kind: 'ok', status: 200, message: '', value: name });

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

const versionObjectName = (pipelineName: string, name: string): string =>
  name === pipelineName ? name : `${pipelineName}-${name}`;

/** The PipelineVersion object that `kubectl apply` would send, with the object name that REST would choose. */
export const versionObject = (namespace: string, pipelineName: string, draft: VersionDraft): Json => {
  const name = draft.name ?? draft.displayName ?? '';
  return {
    apiVersion,
    kind: 'PipelineVersion',
    metadata: { name: versionObjectName(pipelineName, name), namespace },
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
export const kubernetesSurface = (kubernetes: KubernetesClient, refusedLook: RefusedLook = 'unusable'): Surface => {
  const path = (plural: string, name?: string) => collectionPath(kubernetes.namespace, plural, name);
  const pipeline = (answer: ReceivedResponse) => answerFromKubernetes(answer, pipelineFromObject, refusedLook);
  const version = (answer: ReceivedResponse) => answerFromKubernetes(answer, versionFromObject, refusedLook);
  const list = async <Value>(target: string, read: (item: Json) => Value): Promise<Answer<readonly Value[]>> =>
    listFromKubernetes(await kubernetes.call('GET', target), read, refusedLook);
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
  const labelled = (pipelineId: string) =>
    `${path('pipelineversions')}?${new URLSearchParams({ labelSelector: `${pipelineIdLabel}=${pipelineId}` }).toString()}`;
  const metadataOf = (item: Json) => object(item, 'metadata');
  /** The name that the object of a version has if it was created on this surface. */
  const usualName = async ({ pipelineId, name }: VersionRef): Promise<Answer<string>> => {
    const { value: pipelines, ...refused } = await list(path('pipelines'), pipelineFromObject);
    if (pipelines === undefined) return refused;
    const parent = pipelines.find(({ id }) => id === pipelineId);
    return named(parent === undefined ? name : versionObjectName(parent.name, name));
  };
  /**
   * Finds the object name of a version by label and uid, because references have ids only; without a webhook the object
   * has no label. If no list shows it, it is the usual name, so that the API server itself answers that there is no such
   * object; a refused list is the answer.
   */
  const versionNamed = async (ref: VersionRef): Promise<Answer<string>> => {
    for (const target of [labelled(ref.pipelineId), path('pipelineversions')]) {
      const { value: listed, ...refused } = await list(target, metadataOf);
      if (listed === undefined) return refused;
      const found = listed.find((metadata) => text(metadata, 'uid') === ref.id);
      if (found !== undefined) return named(text(found, 'name'));
    }
    const usual = await usualName(ref);
    if (usual.value === undefined) return usual;
    const { value: other } = version(await kubernetes.call('GET', path('pipelineversions', usual.value)));
    // Another object may have that name: it must be neither shown nor changed.
    return other === undefined || other.id === ref.id ? usual : missing(ref.id);
  };
  const onVersion = async <Value>(
    ref: VersionRef,
    call: (target: string) => Promise<Answer<Value>>,
  ): Promise<Answer<Value>> => {
    const { value: name, ...refused } = await versionNamed(ref);
    return name === undefined ? refused : call(path('pipelineversions', name));
  };
  const withUid = <Value extends { readonly id: string }>(answer: Answer<Value>, id: string): Answer<Value> =>
    answer.value === undefined || answer.value.id === id ? answer : missing(id);
  return {
    name: 'kubernetes',
    createPipeline: async (draft) =>
      pipeline(await kubernetes.call('POST', path('pipelines'), pipelineObject(kubernetes.namespace, draft))),
    getPipeline: async ({ id, name }) => withUid(pipeline(await kubernetes.call('GET', path('pipelines', name))), id),
    getPipelineByName: async (name) => pipeline(await kubernetes.call('GET', path('pipelines', name))),
    allPipelines: () => list(path('pipelines'), pipelineFromObject),
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
    getVersion: (ref) => onVersion(ref, async (target) => version(await kubernetes.call('GET', target))),
    allVersions: ({ id }) => list(labelled(id), versionFromObject),
    updateVersion: (ref, change) => onVersion(ref, async (target) => version(await jsonPatch(target, change))),
    deleteVersion: (ref) =>
      onVersion(ref, async (target) => answerFromKubernetes(await kubernetes.call('DELETE', target), () => null)),
    clock: async () => serverTime(await kubernetes.call('GET', `${path('pipelines')}?limit=1`)),
  };
};
