import { comparable, sortKey } from '../model/comparison.ts';
import type { NewPipeline, NewVersion } from '../model/pipeline-store.ts';

/** The columns of a field for predicates (`compare`) and for sorting. Fields that are equal in all rows have none. */
export interface FieldColumns {
  readonly compare: string;
  readonly sort: string;
  /** Whether the columns hold the bytes of a key instead of the value itself. */
  readonly binary: boolean;
}

export const fieldColumns: ReadonlyMap<string, FieldColumns> = new Map([
  ['id', { compare: 'id', sort: 'id', binary: false }],
  ['createdAt', { compare: 'created_at', sort: 'created_at', binary: false }],
  ['name', { compare: 'name_key', sort: 'name_key', binary: true }],
  ['displayName', { compare: 'display_name_key', sort: 'display_name_key', binary: true }],
  ['description', { compare: 'description_key', sort: 'description_sort_key', binary: true }],
  ['pipelineSpec', { compare: 'pipeline_spec', sort: 'pipeline_spec_sort_key', binary: true }],
]);

/** The bytes of a key in a binary column; their order is that of `compare` in comparison.ts. */
export const keyBytes = (key: string | number): Buffer => Buffer.from(String(key));

/** The key columns of a display name, which can change. */
export const displayNameColumns = (displayName: string) => ({
  display_name: displayName,
  display_name_key: keyBytes(comparable('displayName', displayName)),
});

/** The columns shared by pipelines and versions, apart from ids and times. */
export const listedColumns = (item: NewPipeline | NewVersion) => ({
  name: item.name,
  name_key: keyBytes(comparable('name', item.name)),
  ...displayNameColumns(item.displayName),
  description: item.description,
  description_key: keyBytes(comparable('description', item.description)),
  description_sort_key: keyBytes(sortKey('description', item.description)),
  tags: JSON.stringify(item.tags),
});
