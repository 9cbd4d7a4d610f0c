import { spawn } from 'node:child_process';
import { EnvironmentError } from '../failures/environment-error.ts';
import { findMariaDb, type MariaDb } from './find-mariadb.ts';
import type { Progress } from '../waiting/progress.ts';
import { findExecutable, searchPath } from '../processes/search-path.ts';

const apt = (
  file: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      signal,
      killSignal: 'SIGTERM',
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-20_000);
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });

const waysOut =
  'install MariaDB so that `mariadbd` and `mariadb-install-db` are on PATH (on Debian and Ubuntu: apt-get install mariadb-server-core), or name a running MariaDB or MySQL with --database-url mysql://user:password@host:port';

/** The package with the server alone: it brings no service, so nothing is started that would have to be stopped. */
const packageName = 'mariadb-server-core';

/**
 * Installs MariaDB where the machine is Debian-like and the user is root. Throws an EnvironmentError with the ways out
 * where it cannot.
 */
export const installMariaDb = async (
  passedOver: readonly string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<MariaDb> => {
  const found = passedOver.length === 0 ? 'there is none on PATH' : `passed over: ${passedOver.join(', ')}`;
  const aptGet = await findExecutable(['apt-get'], searchPath());
  if (aptGet === undefined || process.getuid?.() !== 0)
    throw new EnvironmentError(`MariaDB is needed and ${found}: ${waysOut}`);
  progress.line(`MariaDB: installing ${packageName} with apt-get`);
  // --no-remove: a MySQL that somebody installed here is not thrown out for this.
  const install = [
    'install',
    '--yes',
    '--quiet',
    '--no-install-recommends',
    '--no-remove',
    packageName,
    'mariadb-client-core',
  ];
  let result = await apt(aptGet, install, signal);
  if (result.code !== 0) {
    progress.line('MariaDB: refreshing the package lists first');
    await apt(aptGet, ['update', '--quiet'], signal);
    result = await apt(aptGet, install, signal);
  }
  if (result.code !== 0)
    throw new EnvironmentError(
      `MariaDB is needed, ${found}, and apt-get could not install it (exit code ${result.code}): ${waysOut}. It said:\n${result.said.trim().split('\n').slice(-8).join('\n')}`,
    );
  const { component } = await findMariaDb();
  if (component === undefined)
    throw new EnvironmentError(`apt-get installed ${packageName}, and still no usable MariaDB is found: ${waysOut}`);
  return component;
};
