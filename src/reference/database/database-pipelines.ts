import { randomUUID } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import { positionOf } from '../model/comparison.ts';
import { displayNameColumns, keyBytes, listedColumns } from './database-columns.ts';
import { changeCount, pipelineCount } from './database-count.ts';
import { listRows, type ListSource } from './database-list.ts';
import { readPipelineColumns, pipelineOf, type ReadPipelineRow } from './database-rows.ts';
import type { DatabaseTables } from './database-tables.ts';
import { read, readConsistently, transact } from './database-transaction.ts';
import type { ListQuery, Page } from '../model/listing.ts';
import type { MetadataChange, NewPipeline, StoredPipeline } from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';

type Database = Kysely<DatabaseTables>;

const insertTags = async (
  transaction: Transaction<DatabaseTables>,
  id: string,
  tags: StoredPipeline['tags'],
): Promise<void> => {
  const rows = Object.entries(tags).map(([key, value]) => ({
    pipeline_id: id,
    tag_key: keyBytes(key),
    tag_value: keyBytes(value),
  }));
  if (rows.length > 0) await transaction.insertInto('pipeline_tags').values(rows).execute();
};

/** Does not change the count, which must come last. */
export const insertPipeline = async (
  transaction: Transaction<DatabaseTables>,
  pipeline: NewPipeline,
): Promise<StoredPipeline> => {
  const stored = { ...pipeline, id: randomUUID(), createdAt: Math.floor(Date.now() / 1000) };
  const { id, namespace, createdAt: created_at } = stored;
  await transaction
    .insertInto('pipelines')
    .values({ id, namespace, created_at, ...listedColumns(pipeline) })
    .execute();
  await insertTags(transaction, id, pipeline.tags);
  return stored;
};

export const pipelineNameTaken = (name: string): string => `A pipeline named ${JSON.stringify(name)} already exists.`;

export const createPipeline = async (database: Database, pipeline: NewPipeline): Promise<StoredPipeline> =>
  transact(
    database,
    async (transaction) => {
      const stored = await insertPipeline(transaction, pipeline);
      await changeCount(transaction, pipelineCount(pipeline.namespace), 1);
      return stored;
    },
    pipelineNameTaken(pipeline.name),
  );

const missing = (which: string): never => {
  throw new ApiError('not-found', `Pipeline ${JSON.stringify(which)} not found.`);
};

export const getPipeline = async (database: Database, id: string): Promise<StoredPipeline> => {
  const select = database.selectFrom('pipelines').select(readPipelineColumns).where('id', '=', id);
  return pipelineOf((await read(() => select.executeTakeFirst())) ?? missing(id));
};

export const getPipelineByName = async (
  database: Database,
  namespace: string,
  name: string,
): Promise<StoredPipeline> => {
  const select = database
    .selectFrom('pipelines')
    .select(readPipelineColumns)
    .where('namespace', '=', namespace)
    .where('name', '=', name);
  return pipelineOf((await read(() => select.executeTakeFirst())) ?? missing(name));
};

export const listPipelines = async (
  database: Database,
  namespace: string,
  query: ListQuery,
): Promise<Page<StoredPipeline>> => {
  const source: ListSource = {
    table: 'pipelines',
    columns: readPipelineColumns,
    count: pipelineCount(namespace),
    tagTable: 'pipeline_tags',
    tagOwner: 'pipeline_id',
    constants: { namespace },
  };
  const { rows, totalSize } = await readConsistently(database, (transaction) => listRows(transaction, source, query));
  const items = (rows as readonly ReadPipelineRow[]).slice(0, query.pageSize).map(pipelineOf);
  const last = items.at(-1);
  return { items, totalSize, ...(rows.length > items.length && last ? { next: positionOf(last, query.sortBy) } : {}) };
};

export const updatePipeline = async (database: Database, id: string, change: MetadataChange): Promise<StoredPipeline> =>
  transact(database, async (transaction) => {
    const select = transaction.selectFrom('pipelines').select(readPipelineColumns).where('id', '=', id).forUpdate();
    const pipeline = { ...pipelineOf((await select.executeTakeFirst()) ?? missing(id)), ...change };
    await transaction
      .updateTable('pipelines')
      .set({ ...displayNameColumns(pipeline.displayName), tags: JSON.stringify(pipeline.tags) })
      .where('id', '=', id)
      .execute();
    if (change.tags) {
      await transaction.deleteFrom('pipeline_tags').where('pipeline_id', '=', id).execute();
      await insertTags(transaction, id, change.tags);
    }
    return pipeline;
  });

/** The row stays locked until the end, so that no version can be added meanwhile; foreign keys delete the rest. */
export const deletePipeline = async (database: Database, id: string, cascade: boolean): Promise<void> => {
  await transact(database, async (transaction) => {
    const select = transaction.selectFrom('pipelines').select('namespace').where('id', '=', id).forUpdate();
    const { namespace } = (await select.executeTakeFirst()) ?? missing(id);
    if (!cascade) {
      const versions = transaction.selectFrom('pipeline_versions').select('id').where('pipeline_id', '=', id).limit(1);
      if (await versions.forUpdate().executeTakeFirst()) {
        throw new ApiError('invalid', `The pipeline ${id} has versions. Set cascade=true to delete them with it.`);
      }
    }
    await transaction.deleteFrom('pipelines').where('id', '=', id).execute();
    await changeCount(transaction, pipelineCount(namespace), -1);
  });
};

/**
 * Locks a pipeline against deletion until the transaction ends and returns its namespace; throws if it does not exist.
 */
export const holdPipeline = async (transaction: Transaction<DatabaseTables>, id: string): Promise<string> => {
  const select = transaction.selectFrom('pipelines').select('namespace').where('id', '=', id);
  // MariaDB supports this syntax only, MySQL supports it too.
  const row = await select.modifyEnd(sql`LOCK IN SHARE MODE`).executeTakeFirst();
  return (row ?? missing(id)).namespace;
};
