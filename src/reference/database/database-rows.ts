import type { PipelineRow, VersionRow } from './database-tables.ts';
import type { StoredPipeline, StoredVersion } from '../model/pipeline-store.ts';
import type { Selectable } from 'kysely';

/** The columns that are read; the keys beside them are for the database only. */
export const readPipelineColumns = [
  'id',
  'namespace',
  'name',
  'display_name',
  'description',
  'created_at',
  'tags',
] as const satisfies readonly (keyof PipelineRow)[];

export const readVersionColumns = [
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

export type ReadPipelineRow = Pick<Selectable<PipelineRow>, (typeof readPipelineColumns)[number]>;
export type ReadVersionRow = Pick<Selectable<VersionRow>, (typeof readVersionColumns)[number]>;

const listedOf = (row: ReadPipelineRow | ReadVersionRow) => ({
  id: row.id,
  name: row.name,
  displayName: row.display_name,
  description: row.description,
  createdAt: row.created_at,
  tags: JSON.parse(row.tags) as Record<string, string>,
});

export const pipelineOf = (row: ReadPipelineRow): StoredPipeline => ({ ...listedOf(row), namespace: row.namespace });

/** The namespace of a version is that of its pipeline. */
export const versionOf = (row: ReadVersionRow, namespace: string): StoredVersion => ({
  ...listedOf(row),
  namespace,
  pipelineId: row.pipeline_id,
  codeSourceUrl: row.code_source_url,
  packageUrl: row.package_url,
  status: 'READY',
  pipelineSpec: JSON.parse(row.pipeline_spec),
  platformSpec: row.platform_spec === null ? undefined : JSON.parse(row.platform_spec),
});
