import { EnvironmentError } from '../failures/environment-error.ts';
import { aptInstall, usableAptGet } from './apt-install.ts';
import { findMariaDb, type MariaDb } from './find-mariadb.ts';
import type { Progress } from '../waiting/progress.ts';

const remedy =
  'install MariaDB so that `mariadbd` and `mariadb-install-db` are on PATH (on Debian and Ubuntu: apt-get install mariadb-server-core), or name a running MariaDB or MySQL with --database-url mysql://user:password@host:port';

/** The package that contains only the server and no service, so installing it starts nothing. */
const packageName = 'mariadb-server-core';

/**
 * Installs MariaDB, which requires Debian or Ubuntu and root. Throws an EnvironmentError with remedies if it cannot be
 * installed.
 */
export const installMariaDb = async (
  passedOver: readonly string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<MariaDb> => {
  const found = passedOver.length === 0 ? 'there is none on PATH' : `passed over: ${passedOver.join(', ')}`;
  const aptGet = await usableAptGet();
  if (aptGet === undefined) throw new EnvironmentError(`MariaDB is needed, but ${found}: ${remedy}`);
  const { code, output } = await aptInstall(aptGet, 'MariaDB', [packageName, 'mariadb-client-core'], progress, signal);
  if (code !== 0)
    throw new EnvironmentError(
      `MariaDB is needed, but ${found}, and apt-get could not install it (exit code ${code}): ${remedy}. Its output:\n${output}`,
    );
  const { component } = await findMariaDb();
  if (component === undefined)
    throw new EnvironmentError(
      `apt-get installed ${packageName}, but no usable MariaDB was found afterwards: ${remedy}`,
    );
  return component;
};
