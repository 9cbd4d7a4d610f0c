import { isObject } from '../ground/plain-object.ts';
import type { StoredPipeline, StoredVersion } from '../model/pipeline-store.ts';
import { formatTimestamp } from '../ground/timestamp.ts';

const renameOperation = (predicate: unknown): unknown => {
  if (!isObject(predicate) || predicate['op'] === undefined) return predicate;
  const { op: operation, ...rest } = predicate;
  return { operation, ...rest };
};

/** Converts a v1beta1 filter, which has `op` for `operation`, to v2beta1. Other text is returned unchanged. */
export const v1Filter = (text: string): string => {
  try {
    const filter: unknown = JSON.parse(text);
    if (!isObject(filter) || !Array.isArray(filter['predicates'])) return text;
    return JSON.stringify({ ...filter, predicates: filter['predicates'].map(renameOperation) });
  } catch {
    // The filter parser reports the error.
    return text;
  }
};

const v1VersionMessage = (version: StoredVersion) => {
  const url = version.packageUrl || version.codeSourceUrl;
  return {
    id: version.id,
    name: version.name,
    created_at: formatTimestamp(version.createdAt),
    ...(version.description === '' ? {} : { description: version.description }),
    ...(version.codeSourceUrl === '' ? {} : { code_source_url: version.codeSourceUrl }),
    ...(url === '' ? {} : { package_url: { pipeline_url: url } }),
    resource_references: [{ key: { type: 'PIPELINE', id: version.pipelineId }, relationship: 'OWNER' }],
  };
};

/** The message `Pipeline` of v1beta1, whose default version is the latest. */
export const v1PipelineMessage = (pipeline: StoredPipeline, latest: StoredVersion | undefined) => {
  const url = latest && (latest.packageUrl || latest.codeSourceUrl);
  return {
    id: pipeline.id,
    created_at: formatTimestamp(pipeline.createdAt),
    name: pipeline.name,
    ...(pipeline.description === '' ? {} : { description: pipeline.description }),
    ...(url ? { url: { pipeline_url: url } } : {}),
    ...(latest ? { default_version: v1VersionMessage(latest) } : {}),
  };
};
