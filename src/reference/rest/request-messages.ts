import { readMessage } from './request-message.ts';
import { ApiError } from '../ground/api-error.ts';

const pipelineFields = {
  pipeline_id: 'text',
  name: 'text',
  display_name: 'text',
  description: 'text',
  created_at: 'time',
  namespace: 'text',
  error: 'ignored',
  tags: 'texts',
} as const;

const versionFields = {
  pipeline_id: 'text',
  pipeline_version_id: 'text',
  name: 'text',
  display_name: 'text',
  description: 'text',
  created_at: 'time',
  package_url: 'url',
  code_source_url: 'text',
  pipeline_spec: 'struct',
  error: 'ignored',
  tags: 'texts',
} as const;

/** The message `Pipeline` of pipeline.proto. */
export const readPipeline = (body: unknown) => readMessage('pipeline', body, pipelineFields);

export type PipelineMessage = ReturnType<typeof readPipeline>;

/** The message `PipelineVersion` of pipeline.proto. */
export const readVersion = (body: unknown) => readMessage('pipeline_version', body, versionFields);

export type VersionMessage = ReturnType<typeof readVersion>;

/** The message `CreatePipelineAndVersionRequest`: both parts are required. */
export const readPipelineAndVersion = (
  body: unknown,
): {
  readonly pipeline: PipelineMessage;
  readonly version: VersionMessage;
} => {
  const { pipeline, pipeline_version } = readMessage('request', body, {
    pipeline: 'struct',
    pipeline_version: 'struct',
  });
  if (pipeline === undefined) throw new ApiError('invalid', 'Expected the request to have a pipeline.');
  return { pipeline: readPipeline(pipeline), version: readVersion(pipeline_version ?? {}) };
};
