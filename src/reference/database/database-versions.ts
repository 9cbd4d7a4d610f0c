import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { canonicalJson } from '../ground/canonical-json.ts';
import { positionOf, sortKey } from '../model/comparison.ts';
import { displayNameColumns, keyBytes, listedColumns } from './database-columns.ts';
import { changeCount, pipelineCount, versionCount } from './database-count.ts';
import { tooLarge } from './database-failure.ts';
import { listRows, type ListSource } from './database-list.ts';
import { holdPipeline, insertPipeline, pipelineNameTaken } from './database-pipelines.ts';
import { readVersionColumns, versionOf, type ReadVersionRow } from './database-rows.ts';
import type { DatabaseTables } from './database-tables.ts';
import { read, readConsistently, transact } from './database-transaction.ts';
import type { ListQuery, Page } from '../model/listing.ts';
import type {
  MetadataChange,
  NewPipeline,
  NewVersion,
  StoredPipeline,
  StoredVersion,
} from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';

type Database = Kysely<DatabaseTables>;

/** The size of a statement apart from the definition: names, descriptions, keys. */
const statementMarginBytes = 256 * 1024;

/** The columns of a definition; rejects one that exceeds the largest statement before anything is written. */
const versionColumns = (version: NewVersion, maxStatementBytes: number) => {
  const pipeline_spec = canonicalJson(version.pipelineSpec);
  const platform_spec = version.platformSpec === undefined ? null : canonicalJson(version.platformSpec);
  // Quoting for SQL lengthens a text about as much as quoting for JSON.
  const quoted = [pipeline_spec, platform_spec ?? '', version.description].map((text) => JSON.stringify(text));
  const bytes = quoted.reduce((sum, text) => sum + Buffer.byteLength(text), statementMarginBytes);
  if (bytes > maxStatementBytes) throw tooLarge();
  return {
    ...listedColumns(version),
    code_source_url: version.codeSourceUrl,
    package_url: version.packageUrl,
    pipeline_spec,
    pipeline_spec_sort_key: keyBytes(sortKey('pipelineSpec', pipeline_spec)),
    platform_spec,
  };
};

const insertTags = async (
  transaction: Transaction<DatabaseTables>,
  id: string,
  tags: StoredVersion['tags'],
): Promise<void> => {
  const rows = Object.entries(tags).map(([key, value]) => ({
    pipeline_version_id: id,
    tag_key: keyBytes(key),
    tag_value: keyBytes(value),
  }));
  if (rows.length > 0) await transaction.insertInto('pipeline_version_tags').values(rows).execute();
};

const insertVersion = async (
  transaction: Transaction<DatabaseTables>,
  parent: { readonly pipelineId: string; readonly namespace: string },
  version: NewVersion,
  columns: ReturnType<typeof versionColumns>,
): Promise<StoredVersion> => {
  const identity = { id: randomUUID(), createdAt: Math.floor(Date.now() / 1000), status: 'READY' as const };
  const { id, createdAt: created_at } = identity;
  const row = { id, pipeline_id: parent.pipelineId, created_at, ...columns };
  await transaction.insertInto('pipeline_versions').values(row).execute();
  await insertTags(transaction, id, version.tags);
  await changeCount(transaction, versionCount(parent.pipelineId), 1);
  return { ...version, ...parent, ...identity };
};

export const createVersion = async (
  database: Database,
  pipelineId: string,
  version: NewVersion,
  maxStatementBytes: number,
): Promise<StoredVersion> => {
  const columns = versionColumns(version, maxStatementBytes);
  return transact(
    database,
    async (transaction) => {
      const namespace = await holdPipeline(transaction, pipelineId);
      return insertVersion(transaction, { pipelineId, namespace }, version, columns);
    },
    `A version named ${JSON.stringify(version.name)} already exists in the pipeline.`,
  );
};

export const createPipelineWithVersion = async (
  database: Database,
  newPipeline: NewPipeline,
  newVersion: NewVersion,
  maxStatementBytes: number,
): Promise<{ readonly pipeline: StoredPipeline; readonly version: StoredVersion }> => {
  const columns = versionColumns(newVersion, maxStatementBytes);
  return transact(
    database,
    async (transaction) => {
      const pipeline = await insertPipeline(transaction, newPipeline);
      const parent = { pipelineId: pipeline.id, namespace: pipeline.namespace };
      const version = await insertVersion(transaction, parent, newVersion, columns);
      await changeCount(transaction, pipelineCount(pipeline.namespace), 1);
      return { pipeline, version };
    },
    pipelineNameTaken(newPipeline.name),
  );
};

const selectVersion = (database: Database, pipelineId: string, id: string) =>
  database
    .selectFrom('pipeline_versions')
    .innerJoin('pipelines', 'pipelines.id', 'pipeline_versions.pipeline_id')
    .select(readVersionColumns.map((column) => `pipeline_versions.${column}` as const))
    .select('pipelines.namespace')
    .where('pipeline_versions.id', '=', id)
    .where('pipeline_versions.pipeline_id', '=', pipelineId);

const storedVersion = (row: ReadVersionRow & { readonly namespace: string }): StoredVersion =>
  versionOf(row, row.namespace);

const missing = (id: string, what = 'Pipeline version'): never => {
  throw new ApiError('not-found', `${what} ${JSON.stringify(id)} not found.`);
};

export const getVersion = async (database: Database, pipelineId: string, id: string): Promise<StoredVersion> => {
  const select = selectVersion(database, pipelineId, id);
  return storedVersion((await read(() => select.executeTakeFirst())) ?? missing(id));
};

export const listVersions = async (
  database: Database,
  pipelineId: string,
  query: ListQuery,
): Promise<Page<StoredVersion>> => {
  const source: ListSource = {
    table: 'pipeline_versions',
    columns: readVersionColumns,
    count: versionCount(pipelineId),
    tagTable: 'pipeline_version_tags',
    tagOwner: 'pipeline_version_id',
    constants: { status: 'READY' },
  };
  return readConsistently(database, async (transaction) => {
    const pipeline = transaction.selectFrom('pipelines').select('namespace').where('id', '=', pipelineId);
    const { namespace } = (await pipeline.executeTakeFirst()) ?? missing(pipelineId, 'Pipeline');
    const { rows, totalSize } = await listRows(transaction, source, query);
    const items = (rows as readonly ReadVersionRow[]).slice(0, query.pageSize).map((row) => versionOf(row, namespace));
    const last = items.at(-1);
    return {
      items,
      totalSize,
      ...(rows.length > items.length && last ? { next: positionOf(last, query.sortBy) } : {}),
    };
  });
};

export const updateVersion = async (
  database: Database,
  pipelineId: string,
  id: string,
  change: MetadataChange,
): Promise<StoredVersion> => {
  return transact(database, async (transaction) => {
    // Without a join, which would lock the pipeline as well.
    const lock = transaction.selectFrom('pipeline_versions').select('id').where('id', '=', id);
    await lock.forUpdate().executeTakeFirst();
    const row = (await selectVersion(transaction, pipelineId, id).executeTakeFirst()) ?? missing(id);
    const version = { ...storedVersion(row), ...change };
    await transaction
      .updateTable('pipeline_versions')
      .set({ ...displayNameColumns(version.displayName), tags: JSON.stringify(version.tags) })
      .where('id', '=', id)
      .execute();
    if (change.tags) {
      await transaction.deleteFrom('pipeline_version_tags').where('pipeline_version_id', '=', id).execute();
      await insertTags(transaction, id, change.tags);
    }
    return version;
  });
};

export const deleteVersion = async (database: Database, pipelineId: string, id: string): Promise<void> => {
  await transact(database, async (transaction) => {
    // The count refers to the pipeline, so every transaction locks that first: a cascade may delete the same version.
    await holdPipeline(transaction, pipelineId);
    const { numDeletedRows } = await transaction
      .deleteFrom('pipeline_versions')
      .where('id', '=', id)
      .where('pipeline_id', '=', pipelineId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) missing(id);
    await changeCount(transaction, versionCount(pipelineId), -1);
  });
};
