import { checkDocument } from '../ground/document-limits.ts';
import { checkPipelineSpec } from './pipeline-spec.ts';
import { isObject } from '../ground/plain-object.ts';
import { kubernetesPlatformSpec } from './platform-spec.ts';
import { ApiError } from '../ground/api-error.ts';

/** Rejects invalid definitions of a PipelineVersion, for REST (here) and for the Kubernetes API (webhook) alike. */
export const checkVersionDefinition = (pipelineSpec: unknown, platformSpec: unknown): void => {
  if (isObject(pipelineSpec) && String(pipelineSpec['apiVersion']).startsWith('argoproj.io/')) {
    throw new ApiError(
      'invalid',
      'This is an Argo workflow (a v1 pipeline). PipelineVersion objects hold KFP v2 pipelines only: compile it with the KFP SDK v2.',
    );
  }
  checkDocument(pipelineSpec);
  checkPipelineSpec(pipelineSpec);
  if (platformSpec === undefined || platformSpec === null) return;
  checkDocument(platformSpec);
  if (!isObject(platformSpec)) throw new ApiError('invalid', 'Invalid platform spec: expected a mapping.');
  kubernetesPlatformSpec(platformSpec);
};

/** The reason why a stored definition cannot be used, or undefined. */
export const unreadableReason = (pipelineSpec: unknown, platformSpec: unknown): string | undefined => {
  try {
    checkVersionDefinition(pipelineSpec, platformSpec);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
};

/** The part of an object's platformSpec that REST returns: none without the platform `kubernetes` (GIT-24). */
export const servedPlatformSpec = (platformSpec: unknown): unknown => {
  try {
    return kubernetesPlatformSpec(platformSpec);
  } catch (error) {
    // A malformed spec is returned unchanged; unreadableReason reports it.
    if (error instanceof ApiError) return platformSpec;
    throw error;
  }
};
