import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { DatabaseAccess } from '../../../environments/environment.ts';
import { patience } from '../../../waiting/slowness.ts';
import { gauge, hitShare, rate } from './columns.ts';
import type { Reading, Scraper } from './scraper.ts';
import { present } from './sum-samples.ts';

/** The names in SHOW GLOBAL STATUS. Which of them exist depends on the version. */
const totals = {
  /** Of the log only; newer versions do not tell it apart. */
  logFsyncs: 'Innodb_os_log_fsyncs',
  /** Of log and data. */
  fsyncs: 'Innodb_data_fsyncs',
  logWrittenBytes: 'Innodb_os_log_written',
  poolRequests: 'Innodb_buffer_pool_read_requests',
  poolMisses: 'Innodb_buffer_pool_reads',
  questions: 'Questions',
  commits: 'Handler_commit',
} as const;

const statusQuery = `SHOW GLOBAL STATUS WHERE Variable_name IN (${Object.values(totals)
  .map((name) => `'${name}'`)
  .join(', ')})`;

const sizeQuery =
  "SELECT SUM(data_length + index_length) AS bytes FROM information_schema.tables WHERE table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')";

/** The totals in the rows of SHOW GLOBAL STATUS. */
export const statusTotals = (
  rows: readonly { readonly Variable_name: string; readonly Value: string }[],
): Reading['totals'] => {
  const values = new Map(rows.map(({ Variable_name, Value }) => [Variable_name.toLowerCase(), Number(Value)]));
  return present(
    Object.fromEntries(Object.entries(totals).map(([key, name]) => [key, values.get(name.toLowerCase())])),
  );
};

const queryTimeoutMs = 10_000;

/**
 * Asks MariaDB or MySQL over a connection that stays open.
 * Data and index bytes are those of the user databases as InnoDB estimates them.
 */
export const mariaDbScraper = ({ host, port, user, password }: DatabaseAccess): Scraper => {
  let connection: Connection | undefined;
  const connected = async (): Promise<Connection> => {
    connection ??= await createConnection({ host, port, user, password, connectTimeout: patience(5000) });
    return connection;
  };
  const close = (): void => {
    connection?.destroy();
    connection = undefined;
  };
  return {
    name: 'mariadb',
    columns: {
      dataBytes: gauge('dataBytes', 'bytes'),
      logFsyncs: rate('logFsyncs', '1/s'),
      fsyncs: rate('fsyncs', '1/s'),
      commits: rate('commits', '1/s'),
      logWrittenBytes: rate('logWrittenBytes', 'bytes/s'),
      poolHits: hitShare('poolMisses', 'poolRequests'),
      questions: rate('questions', '1/s'),
    },
    read: async (signal) => {
      signal.throwIfAborted();
      // A query cannot be aborted, but it ends with its connection.
      signal.addEventListener('abort', close, { once: true });
      try {
        const database = await connected();
        const timeout = patience(queryTimeoutMs);
        const [status] = await database.query<(RowDataPacket & { Variable_name: string; Value: string })[]>({
          sql: statusQuery,
          timeout,
        });
        const [[size]] = await database.query<RowDataPacket[]>({ sql: sizeQuery, timeout });
        const dataBytes = Number(size?.['bytes'] ?? 0);
        return { totals: statusTotals(status), gauges: { dataBytes } };
      } catch (cause) {
        // The next reading opens another connection, for instance after a restart of the server.
        close();
        throw cause;
      } finally {
        signal.removeEventListener('abort', close);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await connection?.end().catch(close);
      connection = undefined;
    },
  };
};
