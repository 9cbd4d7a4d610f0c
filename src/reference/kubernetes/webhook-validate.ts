import { isDeepStrictEqual } from 'node:util';
import { refersToPipeline } from '../kube-api/kubernetes-kinds.ts';
import type { VersionSpec } from '../kube-api/kubernetes-objects.ts';
import type { KubernetesState } from './kubernetes-state.ts';
import { checkDisplayName, chooseName } from '../model/naming.ts';
import { fitsObjectName, isObjectName } from '../kube-api/object-names.ts';
import { ApiError } from '../ground/api-error.ts';
import { checkTags } from '../model/tags.ts';
import { admitVersion } from './version-admission.ts';
import { checkVersionDefinition } from '../definitions/version-definition.ts';
import { readPipeline, unknownPipeline } from './webhook-pipeline.ts';
import type { AdmissionRequest } from './webhook-review.ts';

/** The fields of a version that REST can change; the rest of the spec is immutable (WH-07, WH-09). */
const mutableFields: ReadonlySet<string> = new Set(['displayName', 'tags']);

const withoutEmpty = (spec: VersionSpec): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== '' && value !== null));

const rejectSpecChanges = (before: VersionSpec, after: VersionSpec): void => {
  const [old, now] = [withoutEmpty(before), withoutEmpty(after)];
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) => !mutableFields.has(field) && !isDeepStrictEqual(old[field], now[field]),
  );
  if (changed.length === 0) return;
  throw new ApiError(
    'invalid',
    `The spec of a pipeline version is immutable: only displayName and tags can be changed, but ${changed.join(', ')} was. ` +
      'Create another version instead.',
  );
};

/** Checks changed values only; an object older than the limits can still be relabelled. */
const checkLimits = (spec: VersionSpec, before?: VersionSpec): void => {
  if (!isDeepStrictEqual(spec.tags, before?.tags)) checkTags(spec.tags ?? {});
  if (spec.displayName !== before?.displayName) checkDisplayName(spec.displayName ?? '');
};

/** Throws unless the version name is free and the pipeline exists and is not under deletion (WH-19, VER-31). */
const admit = async (state: KubernetesState, request: AdmissionRequest, versionName: string): Promise<void> => {
  const { object, namespace, dryRun, name: objectName } = request;
  const pipelineName = object.spec?.pipelineName ?? '';
  // Without the mutating webhook the object has no owner yet.
  const uid =
    object.metadata.ownerReferences?.find((reference) => refersToPipeline(reference, state.kinds))?.uid ??
    (await readPipeline(state, namespace, pipelineName))?.metadata.uid;
  if (uid === undefined) throw unknownPipeline(state, request);
  try {
    const pipeline = { namespace, uid, name: pipelineName };
    await admitVersion(state, { pipeline, versionName, objectName, dryRun });
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'not-found') throw unknownPipeline(state, request);
    throw error;
  }
};

/** Rejects a PipelineVersion that REST would reject (KEP-11551: the same validation on both ways). */
export const validateVersion = async (state: KubernetesState, request: AdmissionRequest): Promise<void> => {
  const { object, oldObject } = request;
  // Objects under deletion must pass, valid or not (WH-27).
  if (object.metadata.deletionTimestamp !== undefined) return;
  const spec = object.spec ?? {};
  if (oldObject) {
    rejectSpecChanges(oldObject.spec ?? {}, spec);
    checkLimits(spec, oldObject.spec);
    return;
  }
  const name = spec.versionName || object.metadata.name;
  const pipelineName = spec.pipelineName ?? '';
  if (!isObjectName(name)) throw new ApiError('invalid', `spec.versionName "${name}" is no RFC 1123 subdomain.`);
  chooseName('pipeline version', name);
  if (!fitsObjectName(pipelineName, name)) {
    throw new ApiError('invalid', `"${pipelineName}-${name}" has more than 253 characters: use shorter names.`);
  }
  checkLimits(spec);
  checkVersionDefinition(spec.pipelineSpec, spec.platformSpec);
  await admit(state, request, name);
};

/** Rejects a Pipeline that REST would reject. */
export const validatePipeline = async ({ object, oldObject, name }: AdmissionRequest): Promise<void> => {
  if (object.metadata.deletionTimestamp !== undefined) return;
  if (!oldObject) chooseName('pipeline', name);
  checkLimits(object.spec ?? {}, oldObject?.spec);
};
