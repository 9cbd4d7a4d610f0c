import { storageModes } from '../contract/lane-name.ts';
import { readManifests } from '../cluster/manifests.ts';
import { resolveTarget } from '../targets/resolve-target.ts';
import { variantNames } from '../contract/variant.ts';
import { calledAs } from '../text/called-as.ts';
import { startKeeper } from './environment-keeper.ts';
import type { KeepOptions } from './keep-options.ts';
import { interruption } from './interruption.ts';
import { terminalProgress } from './terminal-progress.ts';
import { UsageError } from '../failures/usage-error.ts';

/** The options of `env up`, as commander hands them over. */
export type UpOptions = KeepOptions & { readonly json?: boolean };

/** Rejects invalid options before anything is started. */
const requireKnown = (options: KeepOptions): void => {
  const requireOneOf = (flag: string, value: string | undefined, known: readonly string[]) => {
    if (value !== undefined && !known.includes(value))
      throw new UsageError(`${flag} ${value}: expected one of ${known.join(', ')}`);
    if (value !== undefined && options.target === undefined)
      throw new UsageError(`${flag} configures the API server: choose one with --target`);
  };
  requireOneOf('--storage', options.storage, storageModes);
  requireOneOf('--variant', options.variant, variantNames);
};

/** Starts an environment that outlives the command, and prints how to access it. */
export const envUp = async ({ json, ...options }: UpOptions): Promise<void> => {
  requireKnown(options);
  using interrupted = interruption();
  using progress = terminalProgress(process.stderr);
  if (options.target !== undefined) {
    const target = await resolveTarget(options.target, options.manifests);
    await readManifests(target, { progress: progress.line, signal: interrupted.signal });
  }
  const access = await startKeeper(options, progress.line, interrupted.signal);
  if (json) {
    process.stdout.write(`${JSON.stringify(access, undefined, 2)}\n`);
    return;
  }
  const versions = Object.entries(access.versions).map(([name, version]) => `${name} ${version}`);
  progress.line(`${access.name} is ready: ${versions.join(', ')}; etcd at ${access.etcd}`);
  progress.line(`end it with: ${calledAs()} env down ${access.name}`);
  // Only these lines go to standard output, so that a shell can evaluate it.
  process.stdout.write(`export KUBECONFIG='${access.kubeconfig}'\n`);
  process.stdout.write(`export DATABASE_URL="$(cat '${access.databaseUrlFile}')"\n`);
  if (access.target === undefined) return;
  const { kfp, kubernetes, namespace, id } = access.target;
  const exported = { KFP: kfp, KUBERNETES: kubernetes, NAMESPACE: namespace, TARGET: id };
  for (const [name, value] of Object.entries(exported)) process.stdout.write(`export ${name}='${value}'\n`);
};
