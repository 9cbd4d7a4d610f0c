import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { Progress } from '../../waiting/progress.ts';
import { findExecutable, searchPath } from '../../processes/search-path.ts';

const execute = promisify(execFile);

/** Whether packages can be downloaded on this machine: requires root, apt-get and dpkg-deb. */
export const canFetchDebianPackages = async (): Promise<boolean> =>
  process.getuid?.() === 0 &&
  (await findExecutable(['apt-get'], searchPath())) !== undefined &&
  (await findExecutable(['dpkg-deb'], searchPath())) !== undefined;

const lastLines = (cause: unknown): string => {
  const { stdout, stderr } = cause as { stdout?: string; stderr?: string };
  return `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-8).join('\n');
};

/**
 * Unpacks the packages and their dependencies that the machine lacks into `directory`. Nothing is installed, because an
 * installed engine would start a service and replace an engine from another source.
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
        // The user of apt's sandbox must not write below root's cache.
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
    progress.line('updating the package lists');
    try {
      await execute('apt-get', ['update', '--quiet'], options);
      await download();
    } catch (cause) {
      signal.throwIfAborted();
      throw new EnvironmentError(`apt-get could not download ${names.join(', ')}. Its output:\n${lastLines(cause)}`, {
        cause,
      });
    }
  }
  for (const file of await readdir(archives))
    if (file.endsWith('.deb')) await execute('dpkg-deb', ['--extract', path.join(archives, file), directory], options);
};
