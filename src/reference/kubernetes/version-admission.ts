import { assertFresh, watchesNamespace, type KubernetesState } from './kubernetes-state.ts';
import { ApiError } from '../ground/api-error.ts';
import { namesake } from './version-namesake.ts';
import type { PipelineIdentity } from './version-index.ts';
import { readPipeline } from './webhook-pipeline.ts';

/** An object that is to be a version of a pipeline. */
export interface VersionCandidate {
  readonly pipeline: PipelineIdentity;
  readonly versionName: string;
  readonly objectName: string;
  /** Nothing is to be stored. */
  readonly dryRun: boolean;
}

const nameTaken = ({ pipeline, versionName }: VersionCandidate, holder: string, exists: boolean): ApiError => {
  const where = exists ? `the object ${holder}` : 'which is being created';
  return new ApiError('already-exists', `Pipeline ${pipeline.name} has a version ${versionName} already, ${where}.`);
};

const rejectNamesake = async (state: KubernetesState, candidate: VersionCandidate): Promise<void> => {
  const { pipeline, versionName, objectName } = candidate;
  const found = await namesake(state, pipeline, versionName, objectName);
  if (found !== undefined) throw nameTaken(candidate, found, true);
};

const isStored = async (state: KubernetesState, { namespace, name, uid }: PipelineIdentity): Promise<boolean> => {
  const { metadata } = (await readPipeline(state, namespace, name)) ?? {};
  return metadata?.uid === uid && metadata.deletionTimestamp === undefined;
};

/** A pipeline deleted since its version was looked at is gone. */
const requireParent = async (state: KubernetesState, { namespace, name, uid }: PipelineIdentity): Promise<void> => {
  const known = state.pipelines.get(uid);
  const isThere = known?.namespace === namespace ? !known.deleting : await isStored(state, { namespace, name, uid });
  if (!isThere) throw new ApiError('not-found', `Pipeline ${name} (${uid}) not found.`);
};

/**
 * Gives the version name to this object, or refuses: when another object has it or is about to get it (WH-19), and when the
 * pipeline is gone or goes (VER-31), whichever replica of the server deals with those. Refuses as `not-found` when the pipeline
 * is not there.
 */
export const admitVersion = async (state: KubernetesState, candidate: VersionCandidate): Promise<void> => {
  const { pipeline, versionName, objectName, dryRun } = candidate;
  // What was made before the last half minute is looked for in the cache; claims tell of all that is newer.
  if (watchesNamespace(state, pipeline.namespace)) assertFresh(state);
  await rejectNamesake(state, candidate);
  if (dryRun) return requireParent(state, pipeline);
  const claim = await state.claims.claim(pipeline, versionName, objectName);
  if (!('lease' in claim)) throw nameTaken(candidate, claim.rival, claim.exists);
  try {
    await rejectNamesake(state, candidate);
    // Asked when the name is claimed: a deletion that does not see the claim is seen here.
    if (await state.deletions.isInProgress(pipeline.uid)) {
      throw new ApiError('conflict', `Pipeline ${pipeline.name} is being deleted.`);
    }
    await requireParent(state, pipeline);
  } catch (error) {
    await state.claims.withdraw(claim.lease);
    throw error;
  }
};
