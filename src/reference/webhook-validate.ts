import { isDeepStrictEqual } from 'node:util';
import { refersToPipeline } from './kubernetes-kinds.ts';
import type { VersionSpec } from './kubernetes-objects.ts';
import type { KubernetesState } from './kubernetes-state.ts';
import { checkDisplayName, chooseName } from './naming.ts';
import { fitsObjectName, isObjectName } from './object-names.ts';
import { Refusal } from './refusal.ts';
import { checkTags } from './tags.ts';
import { checkVersionDefinition } from './version-definition.ts';
import { readPipeline, unknownPipeline } from './webhook-pipeline.ts';
import { objectKey } from './webhook-reservations.ts';
import type { AdmissionRequest } from './webhook-review.ts';
import { namesake } from './webhook-uniqueness.ts';
import type { PipelineIdentity } from './version-index.ts';

/** What REST can change in a version too; everything else in its spec stays as it was made (WH-07, WH-09). */
const MUTABLE: ReadonlySet<string> = new Set(['displayName', 'tags']);

/** Refuses a PipelineVersion that REST would refuse (KEP-11551: same validation on both ways). */
export async function validateVersion(state: KubernetesState, request: AdmissionRequest): Promise<void> {
  const { object, oldObject } = request;
  // What is being deleted must be let go, valid or not (WH-27).
  if (object.metadata.deletionTimestamp !== undefined) return;
  const spec = object.spec ?? {};
  if (oldObject) {
    refuseChanges(oldObject.spec ?? {}, spec);
    refuseLimits(spec, oldObject.spec);
    return;
  }
  const name = spec.versionName || object.metadata.name;
  const pipelineName = spec.pipelineName ?? '';
  if (!isObjectName(name)) throw new Refusal('invalid', `spec.versionName "${name}" is no RFC 1123 subdomain.`);
  chooseName('pipeline version', name);
  if (!fitsObjectName(pipelineName, name)) {
    throw new Refusal('invalid', `"${pipelineName}-${name}" has more than 253 characters: use shorter names.`);
  }
  refuseLimits(spec);
  checkVersionDefinition(spec.pipelineSpec, spec.platformSpec);
  await claimName(state, request, name);
}

/** Refuses a Pipeline that REST would refuse. */
export async function validatePipeline({ object, oldObject, name }: AdmissionRequest): Promise<void> {
  if (object.metadata.deletionTimestamp !== undefined) return;
  if (!oldObject) chooseName('pipeline', name);
  refuseLimits(object.spec ?? {}, oldObject?.spec);
}

function refuseChanges(before: VersionSpec, after: VersionSpec): void {
  const [old, now] = [withoutEmpty(before), withoutEmpty(after)];
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) => !MUTABLE.has(field) && !isDeepStrictEqual(old[field], now[field]),
  );
  if (changed.length === 0) return;
  throw new Refusal(
    'invalid',
    `The spec of a pipeline version is immutable: only displayName and tags can be changed, but ${changed.join(', ')} was. ` +
      'Create another version instead.',
  );
}

/** Limits of what is new; an object that was stored before the limits held can still be relabelled. */
function refuseLimits(spec: VersionSpec, before?: VersionSpec): void {
  if (!isDeepStrictEqual(spec.tags, before?.tags)) checkTags(spec.tags ?? {});
  if (spec.displayName !== before?.displayName) checkDisplayName(spec.displayName ?? '');
}

/** Holds the version name for this object, or refuses (WH-19). The deletion of the pipeline sees what is held (VER-31). */
async function claimName(state: KubernetesState, request: AdmissionRequest, versionName: string): Promise<void> {
  const { object, namespace } = request;
  const pipelineName = object.spec?.pipelineName ?? '';
  // Without the mutating webhook there is no owner yet.
  const uid =
    object.metadata.ownerReferences?.find((reference) => refersToPipeline(reference, state.kinds))?.uid ??
    (await readPipeline(state, namespace, pipelineName))?.metadata.uid;
  if (uid === undefined) throw unknownPipeline(state, request);
  const pipeline: PipelineIdentity = { namespace, uid, name: pipelineName };
  const found = await namesake(state, pipeline, versionName, request.name);
  if (state.locks.isExclusive(uid)) throw new Refusal('conflict', `Pipeline ${pipelineName} is being deleted.`);
  const key = objectKey(namespace, request.name);
  if (!found && (request.dryRun || state.reservations.reserve(pipeline, versionName, key))) {
    if (await isThere(state, pipeline)) return;
    state.reservations.withdraw(key);
    throw unknownPipeline(state, request);
  }
  const holder = found ? `, the object ${found}` : ', which is being created';
  throw new Refusal('already-exists', `Pipeline ${pipelineName} has a version ${versionName} already${holder}.`);
}

/** Asked when the name is held: a pipeline deleted since the mutating webhook saw it is gone, and no deletion begins now (VER-31). */
async function isThere(state: KubernetesState, { namespace, name, uid }: PipelineIdentity): Promise<boolean> {
  const known = state.pipelines.get(uid);
  if (known?.namespace === namespace) return !known.deleting;
  const { metadata } = (await readPipeline(state, namespace, name)) ?? {};
  return metadata?.uid === uid && metadata.deletionTimestamp === undefined;
}

function withoutEmpty(spec: VersionSpec): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== '' && value !== null));
}
