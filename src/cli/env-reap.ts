import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReapOptions as ReapInstallationOptions } from '../environments/existing/clean-up/reap-installation.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { reapAbandoned } from '../state/reap.ts';
import { runtimeDirectory } from '../state/runtime-directory.ts';
import { interruption } from './interruption.ts';

/** The options of `env reap`, as commander hands them over. */
export type ReapOptions = Omit<ReapInstallationOptions, 'directory'> & { readonly run?: string };

/** Removes the objects that killed runs leaked in an installation; those of a named run even while it is still running. */
const reapInCluster = async ({ run, ...where }: ReapOptions): Promise<void> => {
  // Imported here because only this path needs a Kubernetes client.
  const { reapInstallation } = await import('../environments/existing/clean-up/reap-installation.ts');
  using interrupted = interruption();
  const directory = await mkdtemp(path.join(tmpdir(), 'kfp-conformance-reap-'));
  try {
    const waiting = { progress: (line: string) => process.stderr.write(`${line}\n`), signal: interrupted.signal };
    const { runs, problems } = await reapInstallation(
      { ...where, directory },
      run === undefined ? 'all' : { run },
      waiting,
    );
    if (problems.length > 0)
      throw new EnvironmentError(['objects of killed runs may be left:', ...problems].join('\n  '));
    if (runs.length === 0) process.stderr.write('no leaked objects were found in the cluster\n');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

/** Ends the processes and removes the files of killed runs on this machine, or their objects in an installation. */
export const envReap = async (options: ReapOptions): Promise<void> => {
  if (Object.keys(options).length > 0) return reapInCluster(options);
  const reaped = await reapAbandoned(await runtimeDirectory());
  for (const { directory, ownerPid, ended } of reaped)
    process.stderr.write(
      `removed ${directory} of process ${ownerPid ?? 'unknown'}; ended ${ended.join(', ') || 'no processes'}\n`,
    );
  if (reaped.length === 0) process.stderr.write('no leaked environments were found\n');
};
