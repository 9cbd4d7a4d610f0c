import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { Progress } from '../../waiting/progress.ts';
import { findExecutable, searchPath } from '../../processes/search-path.ts';

const execute = promisify(execFile);

/** Whether packages can be fetched here: apt-get and dpkg-deb are there and this is root. */
export const canFetchDebianPackages = async (): Promise<boolean> =>
  process.getuid?.() === 0 &&
  (await findExecutable(['apt-get'], searchPath())) !== undefined &&
  (await findExecutable(['dpkg-deb'], searchPath())) !== undefined;

const lastLines = (cause: unknown): string => {
  const { stdout, stderr } = cause as { stdout?: string; stderr?: string };
  return `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-8).join('\n');
};

/**
 * Unpacks those of the packages, and of what they depend on, that the machine lacks into `directory`. Nothing is
 * installed: an installed engine would start a service, and push out one that came from elsewhere.
 */
export const unpackDebianPackages = async (
  names: readonly string[],
  directory: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => {
  const archives = path.join(directory, '.archives');
  await mkdir(path.join(archives, 'partial'), { recursive: true });
  const options = { signal, timeout: 600_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' } };
  const download = () =>
    execute(
      'apt-get',
      [
        'install',
        '--download-only',
        '--yes',
        '--quiet',
        '--no-install-recommends',
        '--no-remove',
        '--option',
        `Dir::Cache::archives=${archives}`,
        // The sandbox's user may not write below root's cache.
        '--option',
        'APT::Sandbox::User=root',
        ...names,
      ],
      options,
    );
  try {
    await download();
  } catch {
    signal.throwIfAborted();
    progress.line('refreshing the package lists first');
    try {
      await execute('apt-get', ['update', '--quiet'], options);
      await download();
    } catch (cause) {
      signal.throwIfAborted();
      throw new EnvironmentError(`apt-get could not fetch ${names.join(', ')}. It said:\n${lastLines(cause)}`, {
        cause,
      });
    }
  }
  for (const file of await readdir(archives))
    if (file.endsWith('.deb')) await execute('dpkg-deb', ['--extract', path.join(archives, file), directory], options);
};
