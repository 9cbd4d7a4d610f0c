import type { StoredPipeline, StoredVersion } from '../model/pipeline-store.ts';
import { formatTimestamp } from '../ground/timestamp.ts';

type Json = Readonly<Record<string, unknown>>;

const isZero = (value: unknown): boolean => {
  if (value === undefined || value === null || value === '' || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
};

const withoutZeroValues = (message: Json): Json =>
  Object.fromEntries(Object.entries(message).filter(([, value]) => !isZero(value)));

/** The message `Pipeline`; zero values are omitted, as by KFP's grpc-gateway. */
export const pipelineMessage = (pipeline: StoredPipeline): Json =>
  withoutZeroValues({
    pipeline_id: pipeline.id,
    name: pipeline.name,
    display_name: pipeline.displayName,
    description: pipeline.description,
    created_at: formatTimestamp(pipeline.createdAt),
    namespace: pipeline.namespace,
    tags: pipeline.tags,
  });

const internalCode = 13;

const specMessage = ({ pipelineSpec, platformSpec }: StoredVersion): unknown => {
  if (platformSpec === undefined || platformSpec === null) return pipelineSpec;
  return { pipeline_spec: pipelineSpec, platform_spec: platformSpec };
};

/**
 * The message `PipelineVersion`. An unreadable definition is reported in `error`, beside the readable fields (LIST-24).
 */
export const versionMessage = (version: StoredVersion): Json =>
  withoutZeroValues({
    pipeline_id: version.pipelineId,
    pipeline_version_id: version.id,
    name: version.name,
    display_name: version.displayName,
    description: version.description,
    created_at: formatTimestamp(version.createdAt),
    package_url: version.packageUrl === '' ? undefined : { pipeline_url: version.packageUrl },
    code_source_url: version.codeSourceUrl,
    pipeline_spec: version.unreadable === undefined ? specMessage(version) : undefined,
    error: version.unreadable === undefined ? undefined : { code: internalCode, message: version.unreadable },
    tags: version.tags,
  });

/** The response to a list. */
export const listMessage = (field: string, items: readonly Json[], totalSize: number, nextPageToken: string): Json =>
  withoutZeroValues({ [field]: items, total_size: totalSize, next_page_token: nextPageToken });
