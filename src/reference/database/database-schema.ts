import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { specSortKeyCodePoints } from '../model/comparison.ts';

/**
 * Names and tags are limited in bytes or characters, display names to 255 characters, keys to four bytes for each of
 * 255 characters. Names are compared exactly, as in the Kubernetes API. Every sort order has an index.
 */
const createTables = async (database: Kysely<unknown>, collation: string): Promise<void> => {
  const text = sql.raw(`CHARACTER SET utf8mb4 COLLATE ${collation}`);
  const options = sql`ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT ${text}`;
  const listed = sql`
    name VARCHAR(128) ${text} NOT NULL,
    name_key VARBINARY(512) NOT NULL,
    display_name VARCHAR(255) ${text} NOT NULL,
    display_name_key VARBINARY(1020) NOT NULL,
    description LONGTEXT ${text} NOT NULL,
    description_key LONGBLOB NOT NULL,
    description_sort_key VARBINARY(1020) NOT NULL,
    created_at BIGINT NOT NULL,
    tags LONGTEXT ${text} NOT NULL`;
  const orders = (parent: string) => sql`
    KEY by_created_at (${sql.ref(parent)}, created_at, id),
    KEY by_name (${sql.ref(parent)}, name_key, id),
    KEY by_display_name (${sql.ref(parent)}, display_name_key, id),
    KEY by_description (${sql.ref(parent)}, description_sort_key, id),
    KEY by_id (${sql.ref(parent)}, id)`;
  const tags = (owner: string, table: string) => sql`
    ${sql.ref(owner)} VARCHAR(36) ${text} NOT NULL,
    tag_key VARBINARY(252) NOT NULL,
    tag_value VARBINARY(252) NOT NULL,
    PRIMARY KEY (${sql.ref(owner)}, tag_key),
    KEY by_tag (tag_key, tag_value, ${sql.ref(owner)}),
    FOREIGN KEY (${sql.ref(owner)}) REFERENCES ${sql.table(table)} (id) ON DELETE CASCADE`;

  await sql`CREATE TABLE pipelines (
    id VARCHAR(36) ${text} NOT NULL PRIMARY KEY,
    namespace VARCHAR(63) ${text} NOT NULL, ${listed},
    UNIQUE KEY unique_name (namespace, name), ${orders('namespace')}
  ) ${options}`.execute(database);
  await sql`CREATE TABLE pipeline_versions (
    id VARCHAR(36) ${text} NOT NULL PRIMARY KEY,
    pipeline_id VARCHAR(36) ${text} NOT NULL, ${listed},
    code_source_url LONGTEXT ${text} NOT NULL,
    package_url LONGTEXT ${text} NOT NULL,
    pipeline_spec LONGTEXT ${text} NOT NULL,
    pipeline_spec_sort_key VARBINARY(4000) NOT NULL,
    platform_spec LONGTEXT ${text},
    UNIQUE KEY unique_name (pipeline_id, name), ${orders('pipeline_id')},
    FOREIGN KEY (pipeline_id) REFERENCES pipelines (id) ON DELETE CASCADE
  ) ${options}`.execute(database);
  await sql`CREATE TABLE pipeline_tags (${tags('pipeline_id', 'pipelines')}) ${options}`.execute(database);
  await sql`CREATE TABLE pipeline_version_tags (${tags('pipeline_version_id', 'pipeline_versions')}) ${options}`.execute(
    database,
  );
  await sql`CREATE TABLE server_secrets (
    name VARCHAR(64) ${text} NOT NULL PRIMARY KEY,
    secret VARBINARY(64) NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
  ) ${options}`.execute(database);
};

/**
 * Creates the stored counts, each the sum of its slots, and counts existing rows. Repeatable after an interrupted
 * attempt.
 */
const createCounts = async (database: Kysely<unknown>, collation: string): Promise<void> => {
  const text = sql.raw(`CHARACTER SET utf8mb4 COLLATE ${collation}`);
  const create = (table: string, parent: string, rest = sql``) => sql`CREATE TABLE IF NOT EXISTS ${sql.table(table)} (
    ${sql.ref(parent)} VARCHAR(63) ${text} NOT NULL,
    slot TINYINT NOT NULL,
    items BIGINT NOT NULL,
    PRIMARY KEY (${sql.ref(parent)}, slot) ${rest}
  ) ENGINE=InnoDB DEFAULT ${text}`;
  const owned = sql`, FOREIGN KEY (pipeline_id) REFERENCES pipelines (id) ON DELETE CASCADE`;
  await create('pipeline_counts', 'namespace').execute(database);
  await create('pipeline_version_counts', 'pipeline_id', owned).execute(database);
  await sql`REPLACE INTO pipeline_counts SELECT namespace, 0, COUNT(*) FROM pipelines GROUP BY namespace`.execute(
    database,
  );
  await sql`REPLACE INTO pipeline_version_counts
    SELECT pipeline_id, 0, COUNT(*) FROM pipeline_versions GROUP BY pipeline_id`.execute(database);
};

/**
 * Truncates the sort keys of specs to the limit of an index (specSortKeyCodePoints), so that this order has one too.
 */
const indexSpecs = async (database: Kysely<unknown>): Promise<void> => {
  await sql`UPDATE pipeline_versions SET pipeline_spec_sort_key = LEFT(pipeline_spec, ${specSortKeyCodePoints})`.execute(
    database,
  );
  await sql`ALTER TABLE pipeline_versions
    MODIFY pipeline_spec_sort_key VARBINARY(${sql.lit(specSortKeyCodePoints * 4)}) NOT NULL,
    ADD KEY by_pipeline_spec (pipeline_id, pipeline_spec_sort_key, id)`.execute(database);
};

/**
 * Migrates the tables to the current schema. Kysely's migrator holds a lock in the database, so that servers that start
 * at the same time migrate once.
 *
 * @throws if tables of another program have these names, or the user may not change the schema.
 */
export const migrateSchema = async (database: Kysely<never>, collation: string): Promise<void> => {
  const migrations: Record<string, Migration> = {
    '0001-pipelines': { up: (target) => createTables(target, collation) },
    '0002-counts': { up: (target) => createCounts(target, collation) },
    '0003-order-by-spec': { up: indexSpecs },
  };
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const reason = error instanceof Error ? error.message : 'unknown reason';
  throw new Error(
    `The tables of the database could not be set up: ${reason}. Use an empty database or one of this server.`,
    {
      cause: error,
    },
  );
};
