import type { PipelineRow, VersionRow } from './database-tables.ts';
import type { StoredPipeline, StoredVersion } from '../model/pipeline-store.ts';
import type { Selectable } from 'kysely';

/** Columns that make a pipeline; the keys beside them are for the database only. */
export const PIPELINE_COLUMNS = [
  'id',
  'namespace',
  'name',
  'display_name',
  'description',
  'created_at',
  'tags',
] as const satisfies readonly (keyof PipelineRow)[];

export const VERSION_COLUMNS = [
  'id',
  'pipeline_id',
  'name',
  'display_name',
  'description',
  'created_at',
  'tags',
  'code_source_url',
  'package_url',
  'pipeline_spec',
  'platform_spec',
] as const satisfies readonly (keyof VersionRow)[];

export type ReadPipelineRow = Pick<Selectable<PipelineRow>, (typeof PIPELINE_COLUMNS)[number]>;
export type ReadVersionRow = Pick<Selectable<VersionRow>, (typeof VERSION_COLUMNS)[number]>;

export function pipelineOf(row: ReadPipelineRow): StoredPipeline {
  return { ...listedOf(row), namespace: row.namespace };
}

/** The namespace of a version is that of its pipeline. */
export function versionOf(row: ReadVersionRow, namespace: string): StoredVersion {
  return {
    ...listedOf(row),
    namespace,
    pipelineId: row.pipeline_id,
    codeSourceUrl: row.code_source_url,
    packageUrl: row.package_url,
    status: 'READY',
    pipelineSpec: JSON.parse(row.pipeline_spec),
    platformSpec: row.platform_spec === null ? undefined : JSON.parse(row.platform_spec),
  };
}

function listedOf(row: ReadPipelineRow | ReadVersionRow) {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    description: row.description,
    createdAt: row.created_at,
    tags: JSON.parse(row.tags) as Record<string, string>,
  };
}
