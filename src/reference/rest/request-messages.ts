import { readMessage } from './request-message.ts';
import { Refusal } from '../ground/api-error.ts';

const PIPELINE = {
  pipeline_id: 'text',
  name: 'text',
  display_name: 'text',
  description: 'text',
  created_at: 'time',
  namespace: 'text',
  error: 'ignored',
  tags: 'texts',
} as const;

const VERSION = {
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

export type PipelineMessage = ReturnType<typeof readPipeline>;
export type VersionMessage = ReturnType<typeof readVersion>;

/** The message `Pipeline` of pipeline.proto. */
export function readPipeline(body: unknown) {
  return readMessage('pipeline', body, PIPELINE);
}

/** The message `PipelineVersion` of pipeline.proto. */
export function readVersion(body: unknown) {
  return readMessage('pipeline_version', body, VERSION);
}

/** The message `CreatePipelineAndVersionRequest`: both parts are needed. */
export function readPipelineAndVersion(body: unknown): {
  readonly pipeline: PipelineMessage;
  readonly version: VersionMessage;
} {
  const { pipeline, pipeline_version } = readMessage('request', body, {
    pipeline: 'struct',
    pipeline_version: 'struct',
  });
  if (pipeline === undefined) throw new Refusal('invalid', 'Expected the request to have a pipeline.');
  return { pipeline: readPipeline(pipeline), version: readVersion(pipeline_version ?? {}) };
}
