import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReapOptions as ReapInstallationOptions } from '../environments/existing/clean-up/reap-installation.ts';
import { reapAbandoned } from '../state/reap.ts';
import { runtimeDirectory } from '../state/runtime-directory.ts';
import { interruption } from './interruption.ts';

/** The options of `env reap`, as commander hands them over. */
export type ReapOptions = Omit<ReapInstallationOptions, 'directory'> & { readonly run?: string };

/** What killed runs left in an installation; of a run that is named also while it goes on. */
const reapInCluster = async ({ run, ...where }: ReapOptions): Promise<void> => {
  // Only this way needs a client of the Kubernetes API.
  const { reapInstallation } = await import('../environments/existing/clean-up/reap-installation.ts');
  using interrupted = interruption();
  const directory = await mkdtemp(path.join(tmpdir(), 'kfp-conformance-reap-'));
  try {
    const waiting = { progress: (line: string) => process.stderr.write(`${line}\n`), signal: interrupted.signal };
    const runs = await reapInstallation({ ...where, directory }, run === undefined ? 'all' : { run }, waiting);
    if (runs.length === 0) process.stderr.write('nothing was left behind in the cluster\n');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

/** Ends and removes what killed runs left on this machine, or in the installation that the options name. */
export const envReap = async (options: ReapOptions): Promise<void> => {
  if (Object.keys(options).length > 0) return reapInCluster(options);
  const reaped = await reapAbandoned(await runtimeDirectory());
  for (const { directory, ownerPid, ended } of reaped)
    process.stderr.write(
      `removed ${directory}, left by process ${ownerPid ?? 'unknown'}; ended ${ended.join(', ') || 'no process'}\n`,
    );
  if (reaped.length === 0) process.stderr.write('nothing was left behind\n');
};
