import { parsePipelineDocuments } from './pipeline-documents.ts';
import { isObject } from '../ground/plain-object.ts';
import { checkPipelineSpec, looksLikePipelineSpec } from './pipeline-spec.ts';
import { kubernetesPlatformSpec } from './platform-spec.ts';
import { ApiError } from '../ground/api-error.ts';

/**
 * The content of a pipeline file: a KFP v2 pipeline (IR, with an optional Kubernetes platform spec) or a v1 Argo
 * workflow.
 */
export type PipelineDefinition =
  | { readonly kind: 'v2'; readonly pipelineSpec: unknown; readonly platformSpec: unknown }
  | { readonly kind: 'v1'; readonly pipelineSpec: unknown };

const requireObject = (document: unknown): Readonly<Record<string, unknown>> => {
  if (isObject(document)) return document;
  throw new ApiError('invalid', 'Expected every document of the pipeline definition to be a mapping.');
};

const isArgoWorkflow = (document: Readonly<Record<string, unknown>>): boolean => {
  const { apiVersion, kind } = document;
  return typeof apiVersion === 'string' && apiVersion.startsWith('argoproj.io/') && kind === 'Workflow';
};

/** Parses and validates a pipeline file (YAML with one or more documents, or JSON). Throws an `invalid` ApiError. */
export const readPipelineDefinition = (bytes: Uint8Array): PipelineDefinition => {
  const documents = parsePipelineDocuments(bytes);
  if (documents.length === 0) throw new ApiError('invalid', 'The pipeline definition is empty.');
  const objects = documents.map(requireObject);
  const argo = objects.find(isArgoWorkflow);
  if (argo) return { kind: 'v1', pipelineSpec: argo };

  const specs = objects.filter(looksLikePipelineSpec);
  const [pipelineSpec] = specs;
  if (!pipelineSpec) {
    throw new ApiError(
      'invalid',
      'No pipeline spec found: expected a document with pipelineInfo, root and schemaVersion.',
    );
  }
  if (specs.length > 1) throw new ApiError('invalid', `Expected one pipeline spec, got ${specs.length}.`);
  checkPipelineSpec(pipelineSpec);

  const platforms = objects.map(kubernetesPlatformSpec).filter((spec) => spec !== undefined);
  if (platforms.length > 1)
    throw new ApiError('invalid', `Expected at most one platform spec, got ${platforms.length}.`);
  return { kind: 'v2', pipelineSpec, platformSpec: platforms[0] };
};
