import { assertFresh, follows, type KubernetesState } from './kubernetes-state.ts';
import { Refusal } from '../ground/api-error.ts';
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

/**
 * Gives the version name to this object, or refuses: when another object has it or is about to get it (WH-19), and when the
 * pipeline is gone or goes (VER-31), whichever replica of the server deals with those. Refuses as `not-found` when the pipeline
 * is not there.
 */
export async function admitVersion(state: KubernetesState, candidate: VersionCandidate): Promise<void> {
  const { pipeline, versionName, objectName, dryRun } = candidate;
  // What was made before the last half minute is looked for in the cache; claims tell of all that is newer.
  if (follows(state, pipeline.namespace)) assertFresh(state);
  await refuseNamesake(state, candidate);
  if (dryRun) return requireParent(state, pipeline);
  const claim = await state.claims.claim(pipeline, versionName, objectName);
  if (!('lease' in claim)) throw taken(candidate, claim.rival, claim.exists);
  try {
    await refuseNamesake(state, candidate);
    // Asked when the name is claimed: a deletion that does not see the claim is seen here.
    if (await state.deletions.isUnderWay(pipeline.uid)) {
      throw new Refusal('conflict', `Pipeline ${pipeline.name} is being deleted.`);
    }
    await requireParent(state, pipeline);
  } catch (error) {
    await state.claims.withdraw(claim.lease);
    throw error;
  }
}

async function refuseNamesake(state: KubernetesState, candidate: VersionCandidate): Promise<void> {
  const { pipeline, versionName, objectName } = candidate;
  const found = await namesake(state, pipeline, versionName, objectName);
  if (found !== undefined) throw taken(candidate, found, true);
}

function taken({ pipeline, versionName }: VersionCandidate, holder: string, exists: boolean): Refusal {
  const where = exists ? `the object ${holder}` : 'which is being created';
  return new Refusal('already-exists', `Pipeline ${pipeline.name} has a version ${versionName} already, ${where}.`);
}

/** A pipeline deleted since its version was looked at is gone. */
async function requireParent(state: KubernetesState, { namespace, name, uid }: PipelineIdentity): Promise<void> {
  const known = state.pipelines.get(uid);
  const isThere = known?.namespace === namespace ? !known.deleting : await isStored(state, { namespace, name, uid });
  if (!isThere) throw new Refusal('not-found', `Pipeline ${name} (${uid}) not found.`);
}

async function isStored(state: KubernetesState, { namespace, name, uid }: PipelineIdentity): Promise<boolean> {
  const { metadata } = (await readPipeline(state, namespace, name)) ?? {};
  return metadata?.uid === uid && metadata.deletionTimestamp === undefined;
}
