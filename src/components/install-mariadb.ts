import { spawn } from 'node:child_process';
import { EnvironmentError } from '../failures/environment-error.ts';
import { findMariaDb, type MariaDb } from './find-mariadb.ts';
import type { Progress } from '../waiting/progress.ts';
import { findExecutable, searchPath } from '../processes/search-path.ts';

const apt = (
  file: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      signal,
      killSignal: 'SIGTERM',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-20_000);
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });

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
  const aptGet = await findExecutable(['apt-get'], searchPath());
  if (aptGet === undefined || process.getuid?.() !== 0)
    throw new EnvironmentError(`MariaDB is needed, but ${found}: ${remedy}`);
  progress.line(`MariaDB: installing ${packageName} with apt-get`);
  // --no-remove: an installed MySQL must not be replaced.
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
    progress.line('MariaDB: updating the package lists');
    await apt(aptGet, ['update', '--quiet'], signal);
    result = await apt(aptGet, install, signal);
  }
  if (result.code !== 0)
    throw new EnvironmentError(
      `MariaDB is needed, but ${found}, and apt-get could not install it (exit code ${result.code}): ${remedy}. Its output:\n${result.output.trim().split('\n').slice(-8).join('\n')}`,
    );
  const { component } = await findMariaDb();
  if (component === undefined)
    throw new EnvironmentError(
      `apt-get installed ${packageName}, but no usable MariaDB was found afterwards: ${remedy}`,
    );
  return component;
};
