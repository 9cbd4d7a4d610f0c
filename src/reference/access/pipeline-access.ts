import type { Action } from '../model/access-attributes.ts';
import type { Caller } from '../model/caller.ts';
import type { PipelineStore, StoredPipeline, StoredVersion } from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';
import type { Tenancy } from './tenancy.ts';

interface AccessContext {
  readonly store: PipelineStore;
  readonly tenancy: Tenancy;
}

/**
 * A namespace that there cannot be, by its name: to ask about it takes a review as any other does, and only rights in all
 * namespaces, to whose holders nothing is foreign, make a difference to the answer.
 */
const impossibleNamespace = '-';

const isApiError = (error: unknown, kind: ApiError['kind']): error is ApiError =>
  error instanceof ApiError && error.kind === kind;

const isAllowed = async (tenancy: Tenancy, caller: Caller | undefined, action: Action): Promise<boolean> => {
  try {
    await tenancy.authorize(caller, action);
    return true;
  } catch (denial) {
    if (isApiError(denial, 'forbidden')) return false;
    throw denial;
  }
};

/**
 * To whoever may not see the object it is not there, in the words that an unknown one is answered with (SEC-10); whoever sees it
 * is told what is denied.
 */
const authorizeKnown = async (
  tenancy: Tenancy,
  caller: Caller | undefined,
  action: Action,
  seeing: Action,
  unknown: string,
): Promise<void> => {
  try {
    await tenancy.authorize(caller, action);
  } catch (denial) {
    if (!isApiError(denial, 'forbidden')) throw denial;
    if (action.verb !== 'get' && (await isAllowed(tenancy, caller, seeing))) throw denial;
    throw new ApiError('not-found', unknown, { cause: denial });
  }
};

/**
 * Asks what would be asked about an object of somebody else, and gives nothing for the answer: else an unknown id could be told
 * from a foreign one by the time it takes, and by being answered while there are no reviews (SEC-10).
 */
const rejectUnknown = async (
  tenancy: Tenancy,
  caller: Caller | undefined,
  acting: Pick<Action, 'verb' | 'on'>,
  seeing: Pick<Action, 'verb' | 'on'>,
  unknown: string,
): Promise<never> => {
  const mayAct = await isAllowed(tenancy, caller, { ...acting, namespace: impossibleNamespace });
  if (!mayAct && acting.verb !== 'get') await isAllowed(tenancy, caller, { ...seeing, namespace: impossibleNamespace });
  throw new ApiError('not-found', unknown);
};

const authorizeById = async (
  { tenancy }: AccessContext,
  caller: Caller | undefined,
  id: string,
  pipeline: Pick<StoredPipeline, 'namespace' | 'name'> | undefined,
  verb: Action['verb'],
  on: Action['on'],
): Promise<void> => {
  const unknown = `Pipeline ${JSON.stringify(id)} not found.`;
  if (!pipeline) return rejectUnknown(tenancy, caller, { verb, on }, { verb: 'get', on: 'pipeline' }, unknown);
  const about = { namespace: pipeline.namespace, pipelineName: pipeline.name };
  await authorizeKnown(tenancy, caller, { ...about, verb, on }, { ...about, verb: 'get', on: 'pipeline' }, unknown);
};

const undefinedIfMissing = async <Item>(lookUp: Promise<Item>): Promise<Item | undefined> => {
  try {
    return await lookUp;
  } catch (error) {
    if (isApiError(error, 'not-found')) return undefined;
    throw error;
  }
};

/** The pipeline with an id, after the caller may see it. */
export const authorizedPipeline = async (
  context: AccessContext,
  caller: Caller | undefined,
  id: string,
): Promise<StoredPipeline> => {
  const pipeline = await undefinedIfMissing(context.store.getPipeline(id));
  await authorizeById(context, caller, id, pipeline, 'get', 'pipeline');
  return pipeline as StoredPipeline;
};

/** Refuses unless the caller may do this with the pipeline, or with its versions. */
export const authorizePipeline = async (
  context: AccessContext,
  caller: Caller | undefined,
  id: string,
  verb: Exclude<Action['verb'], 'get'>,
  on: Action['on'] = 'pipeline',
): Promise<void> => {
  await authorizeById(context, caller, id, await undefinedIfMissing(context.store.locatePipeline(id)), verb, on);
};

/** Refuses unless the caller may do this with the version. What was looked up for that is the answer, which saves doing it twice. */
export const authorizeVersion = async (
  { store, tenancy }: AccessContext,
  caller: Caller | undefined,
  pipelineId: string,
  id: string,
  verb: 'get' | 'update' | 'delete',
): Promise<StoredVersion | undefined> => {
  const unknown = `Pipeline version ${JSON.stringify(id)} of pipeline ${JSON.stringify(pipelineId)} not found.`;
  const pipeline = await undefinedIfMissing(store.locatePipeline(pipelineId));
  const version =
    pipeline && tenancy.reviewsVersions ? await undefinedIfMissing(store.getVersion(pipelineId, id)) : undefined;
  if (!pipeline || (tenancy.reviewsVersions && !version)) {
    return rejectUnknown(tenancy, caller, { verb, on: 'version' }, { verb: 'get', on: 'version' }, unknown);
  }
  const { namespace, name: pipelineName } = pipeline;
  const versionName = version?.objectName;
  const about = {
    on: 'version',
    namespace,
    pipelineName,
    ...(versionName === undefined ? {} : { versionName }),
  } as const;
  await authorizeKnown(tenancy, caller, { ...about, verb }, { ...about, verb: 'get' }, unknown);
  return version;
};

/** The pipeline with a name in a namespace. That access was denied says nothing about what there is. */
export const authorizedPipelineNamed = async (
  { store, tenancy }: AccessContext,
  caller: Caller | undefined,
  namespace: string,
  name: string,
): Promise<StoredPipeline> => {
  const action = { verb: 'get', on: 'pipeline', namespace, pipelineName: name } as const;
  await tenancy.authorize(caller, action);
  const unknown = `Pipeline ${JSON.stringify(name)} not found.`;
  const pipeline = await undefinedIfMissing(store.getPipelineByName(namespace, name));
  if (!pipeline) throw new ApiError('not-found', unknown);
  if (pipeline.name === name) return pipeline;
  // A database may take another spelling for the same name; rights to the one give none to the other (SEC-22).
  const meant = { ...action, pipelineName: pipeline.name };
  await authorizeKnown(tenancy, caller, meant, meant, unknown);
  return pipeline;
};
