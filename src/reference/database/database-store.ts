import { sql } from 'kysely';
import { openDatabase, type DatabaseAddress } from './database-connection.ts';
import {
  createPipeline,
  deletePipeline,
  getPipeline,
  getPipelineByName,
  listPipelines,
  updatePipeline,
} from './database-pipelines.ts';
import { sharedSecret } from './database-secret.ts';
import { read } from './database-transaction.ts';
import {
  createPipelineWithVersion,
  createVersion,
  deleteVersion,
  getVersion,
  listVersions,
  updateVersion,
} from './database-versions.ts';
import type { PipelineStore } from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';

const pingTimeoutMs = 2_000;

/** A store in MySQL or MariaDB. `pageTokenKey` is the same for all servers on this database. */
export interface DatabaseStore extends PipelineStore {
  readonly pageTokenKey: Buffer;
}

const withTimeout = async (milliseconds: number, work: () => Promise<void>): Promise<void> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timeout = new ApiError('unavailable', `The database did not answer within ${milliseconds} ms.`);
  const timer = setTimeout(() => reject(timeout), milliseconds);
  try {
    await Promise.race([work(), promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** Connects and sets up the tables; throws if the database cannot be used. */
export const openDatabaseStore = async (address: DatabaseAddress): Promise<DatabaseStore> => {
  const { kysely: database, maxStatementBytes } = await openDatabase(address);
  return {
    kind: 'database',
    pageTokenKey: await sharedSecret(database, 'page-token-key'),
    createPipeline: (pipeline) => createPipeline(database, pipeline),
    createPipelineWithVersion: (pipeline, version) =>
      createPipelineWithVersion(database, pipeline, version, maxStatementBytes),
    getPipeline: (id) => getPipeline(database, id),
    locatePipeline: (id) => getPipeline(database, id),
    getPipelineByName: (namespace, name) => getPipelineByName(database, namespace, name),
    listPipelines: (namespace, query) => listPipelines(database, namespace, query),
    updatePipeline: (id, change) => updatePipeline(database, id, change),
    deletePipeline: (id, cascade) => deletePipeline(database, id, cascade),
    createVersion: (pipelineId, version) => createVersion(database, pipelineId, version, maxStatementBytes),
    getVersion: (pipelineId, id) => getVersion(database, pipelineId, id),
    listVersions: (pipelineId, query) => listVersions(database, pipelineId, query),
    updateVersion: (pipelineId, id, change) => updateVersion(database, pipelineId, id, change),
    deleteVersion: (pipelineId, id) => deleteVersion(database, pipelineId, id),
    ping: () => withTimeout(pingTimeoutMs, async () => void (await read(() => sql`SELECT 1`.execute(database)))),
    [Symbol.asyncDispose]: () => database.destroy(),
  };
};
