import type { ColumnType, Generated } from 'kysely';

/** Keys are written as bytes and compared by the database, never read. */
type Key = ColumnType<never, Buffer, Buffer>;

interface ListedColumns {
  readonly id: string;
  readonly name: string;
  readonly name_key: Key;
  display_name: string;
  display_name_key: Key;
  readonly description: string;
  readonly description_key: Key;
  readonly description_sort_key: Key;
  readonly created_at: number;
  /** JSON; the tag tables repeat it for filters. */
  tags: string;
}

export interface PipelineRow extends ListedColumns {
  readonly namespace: string;
}

export interface VersionRow extends ListedColumns {
  readonly pipeline_id: string;
  readonly code_source_url: string;
  readonly package_url: string;
  /** Canonical JSON. */
  readonly pipeline_spec: string;
  readonly pipeline_spec_sort_key: Key;
  readonly platform_spec: string | null;
}

type TagRow<Owner extends string> = { readonly [owner in Owner]: string } & {
  readonly tag_key: ColumnType<never, Buffer, never>;
  readonly tag_value: ColumnType<never, Buffer, never>;
};

/** One of several rows whose sum is the number of items; a single row may be negative. */
type CountRow<Parent extends string> = { readonly [parent in Parent]: string } & {
  readonly slot: number;
  readonly items: number;
};

export interface SecretRow {
  readonly name: string;
  readonly secret: Buffer;
  readonly created_at: Generated<Date>;
}

/**
 * The tables of the database store. Text is stored unchanged. Every field that lists compare also has a binary column
 * with its key of comparison.ts, so that no collation affects equality and order.
 */
export interface DatabaseTables {
  readonly pipelines: PipelineRow;
  readonly pipeline_versions: VersionRow;
  readonly pipeline_tags: TagRow<'pipeline_id'>;
  readonly pipeline_version_tags: TagRow<'pipeline_version_id'>;
  readonly pipeline_counts: CountRow<'namespace'>;
  readonly pipeline_version_counts: CountRow<'pipeline_id'>;
  readonly server_secrets: SecretRow;
}
