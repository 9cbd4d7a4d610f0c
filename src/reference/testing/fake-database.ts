import { DummyDriver, Kysely, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler, type CompiledQuery } from 'kysely';
import type { DatabaseTables } from '../database/database-tables.ts';

const outline = (statement: string): string => {
  const [verb = ''] = /^\w+/.exec(statement.trim()) ?? [];
  const [, table = ''] = /(?:from|into|update) `(\w+)`/i.exec(statement) ?? [];
  return `${/count\(/i.test(statement) ? 'count' : verb.toLowerCase()} ${table}`;
};

/** A database that answers every SELECT with one row and records the statements, each reduced to verb and table. */
export const recordingDatabase = (row: Readonly<Record<string, unknown>> = {}) => {
  const statements: string[] = [];
  const queries: CompiledQuery[] = [];
  class Driver extends DummyDriver {
    override async acquireConnection() {
      return {
        async executeQuery(query: CompiledQuery) {
          const { sql } = query;
          statements.push(outline(sql));
          queries.push(query);
          // Like MySQL drivers: COUNT is a number, SUM a decimal in a string.
          const total = /sum\(/i.test(sql) ? '7' : 7;
          return { rows: [{ id: 'one', namespace: 'team', tags: '{}', total, ...row } as never], numAffectedRows: 1n };
        },
        async *streamQuery(): AsyncGenerator<never> {},
      };
    }
  }
  const database = new Kysely<DatabaseTables>({
    dialect: {
      createAdapter: () => new MysqlAdapter(),
      createDriver: () => new Driver(),
      createIntrospector: (kysely) => new MysqlIntrospector(kysely),
      createQueryCompiler: () => new MysqlQueryCompiler(),
    },
  });
  return { database, statements, queries };
};
