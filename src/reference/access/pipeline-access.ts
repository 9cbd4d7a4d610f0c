import type { Action } from './access-attributes.ts';
import type { Caller } from './caller.ts';
import type { PipelineStore, StoredPipeline, StoredVersion } from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';
import type { Tenancy } from './tenancy.ts';

interface AccessContext {
  readonly store: PipelineStore;
  readonly tenancy: Tenancy;
}

/**
 * An invalid name, so that no such namespace exists. A review for it costs as much as any other, and only users with
 * rights in all namespaces, who may see every object anyway, get another answer.
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
 * To callers without access, the object does not exist: they get the same answer as for an unknown id (SEC-10). Callers
 * with read access get the denial.
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
 * Reviews access as for an existing object and ignores the result: otherwise the response time, or a response during an
 * outage of the reviews, would distinguish an unknown id from an inaccessible one (SEC-10).
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

/** The pipeline with an id, if the caller may see it. */
export const authorizedPipeline = async (
  context: AccessContext,
  caller: Caller | undefined,
  id: string,
): Promise<StoredPipeline> => {
  const pipeline = await undefinedIfMissing(context.store.getPipeline(id));
  await authorizeById(context, caller, id, pipeline, 'get', 'pipeline');
  return pipeline as StoredPipeline;
};

/** Throws unless the caller may perform the action on the pipeline, or on its versions. */
export const authorizePipeline = async (
  context: AccessContext,
  caller: Caller | undefined,
  id: string,
  verb: Exclude<Action['verb'], 'get'>,
  on: Action['on'] = 'pipeline',
): Promise<void> => {
  await authorizeById(context, caller, id, await undefinedIfMissing(context.store.locatePipeline(id)), verb, on);
};

/**
 * Throws unless the caller may perform the action on the version. Returns the version if it had to be looked up, to
 * save a second look-up.
 */
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

/** The pipeline with a name in a namespace. A denial is independent of whether the pipeline exists. */
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
  // A database may find a pipeline under another spelling of its name; rights to one spelling give none to the other
  // (SEC-22).
  const meant = { ...action, pipelineName: pipeline.name };
  await authorizeKnown(tenancy, caller, meant, meant, unknown);
  return pipeline;
};
