import path from 'node:path';
import { isAtLeast } from './accepted-version.ts';
import type { Component, Finding } from './find-component.ts';
import { runProgram } from '../processes/run-program.ts';
import { findExecutable, searchPath } from '../processes/search-path.ts';
import { versions } from './versions.ts';

/** MariaDB's server and the program that prepares its data directory. */
export interface MariaDb extends Component {
  readonly installDb: string;
}

export interface MariaDbFinding extends Finding {
  readonly component: MariaDb | undefined;
}

/** `10.11.14` of `mariadbd  Ver 10.11.14-MariaDB-0+deb12u2 for debian-linux-gnu`; undefined for MySQL. */
export const mariaDbVersion = (printed: string): string | undefined => /Ver (\d[\d.]*)-MariaDB/.exec(printed)?.[1];

/** Looks for MariaDB on PATH and in the directory in which system packages install daemons. */
export const findMariaDb = async (): Promise<MariaDbFinding> => {
  const file = await findExecutable(['mariadbd', 'mysqld'], [...searchPath(), '/usr/libexec']);
  if (file === undefined) return { component: undefined, passedOver: [] };
  const passedOver = (reason: string): MariaDbFinding => ({
    component: undefined,
    passedOver: [`${file} (${reason})`],
  });
  let version: string | undefined;
  try {
    version = mariaDbVersion(await runProgram(file, ['--no-defaults', '--version']));
  } catch (cause) {
    return passedOver(`cannot be run: ${(cause as Error).message}`);
  }
  if (version === undefined) return passedOver('not MariaDB');
  if (!isAtLeast(version, versions.mariadb.minimum))
    return passedOver(`${version}, older than ${versions.mariadb.minimum}`);
  const installDb = await findExecutable(
    ['mariadb-install-db', 'mysql_install_db'],
    [...searchPath(), path.join(path.dirname(file), '..', 'scripts')],
  );
  if (installDb === undefined) return passedOver('without mariadb-install-db');
  return { component: { path: file, version, source: 'system', installDb }, passedOver: [] };
};
