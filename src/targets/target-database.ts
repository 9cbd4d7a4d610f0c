import { randomBytes } from 'node:crypto';
import type { DatabaseAccess } from '../environments/environment.ts';
import { dropDatabase } from './drop-database.ts';
import type { NamedDatabase, TargetSpec } from './target-host.ts';

/** The database that a target shall use. Disposing of it drops the database, unless the caller has named it. */
export const targetDatabase = (
  { database: named }: Pick<TargetSpec, 'database'>,
  access: DatabaseAccess,
  report: (line: string) => void,
): { readonly database: NamedDatabase } & AsyncDisposable => {
  // A random name, because the database server may be shared with other users and runs.
  const name = named ?? `kfp_conformance_${randomBytes(6).toString('hex')}`;
  return {
    database: { ...access, name },
    [Symbol.asyncDispose]: async () => {
      if (named === undefined) await dropDatabase(access, name, report);
    },
  };
};
