import { assertFresh, watchesNamespace, type KubernetesState } from './kubernetes-state.ts';
import { ApiError } from '../ground/api-error.ts';
import { namesake } from './version-namesake.ts';
import type { PipelineIdentity } from './version-index.ts';
import { readPipeline } from './webhook-pipeline.ts';

/** A new object for a version of a pipeline. */
export interface VersionCandidate {
  readonly pipeline: PipelineIdentity;
  readonly versionName: string;
  readonly objectName: string;
  /** The object will not be stored. */
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

/** The pipeline may have been deleted since it was looked up. */
const requireParent = async (state: KubernetesState, { namespace, name, uid }: PipelineIdentity): Promise<void> => {
  const known = state.pipelines.get(uid);
  const isThere = known?.namespace === namespace ? !known.deleting : await isStored(state, { namespace, name, uid });
  if (!isThere) throw new ApiError('not-found', `Pipeline ${name} (${uid}) not found.`);
};

/**
 * Reserves the version name for this object. Throws if another object has the name or is about to get it (WH-19), and
 * if the pipeline is deleted or under deletion (VER-31), by any replica of the server; `not-found` if the pipeline does
 * not exist.
 */
export const admitVersion = async (state: KubernetesState, candidate: VersionCandidate): Promise<void> => {
  const { pipeline, versionName, objectName, dryRun } = candidate;
  // Versions older than half a minute are in the cache; claims cover the newer ones.
  if (watchesNamespace(state, pipeline.namespace)) assertFresh(state);
  await rejectNamesake(state, candidate);
  if (dryRun) return requireParent(state, pipeline);
  const claim = await state.claims.claim(pipeline, versionName, objectName);
  if (!('lease' in claim)) throw nameTaken(candidate, claim.rival, claim.exists);
  try {
    await rejectNamesake(state, candidate);
    // Checked after the name is claimed: a deletion that misses the claim is found here.
    if (await state.deletions.isInProgress(pipeline.uid)) {
      throw new ApiError('conflict', `Pipeline ${pipeline.name} is being deleted.`);
    }
    await requireParent(state, pipeline);
  } catch (error) {
    await state.claims.withdraw(claim.lease);
    throw error;
  }
};
