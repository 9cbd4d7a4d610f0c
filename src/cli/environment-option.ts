import { environmentNames, type EnvironmentName } from '../environments/environment.ts';
import { UsageError } from '../failures/usage-error.ts';
import type { RunEnvironment } from '../runner/environment-choice.ts';
import type { RunOptions } from './run-options.ts';

/** Options that locate an installation and authenticate its requests. */
export const installationFlags = [
  'kubeconfig',
  'context',
  'installationNamespace',
  'endpoint',
  'ca',
  'headerFile',
  'tokenFile',
  'serviceAccount',
  'userHeader',
  'userPrefix',
] as const satisfies readonly (keyof RunOptions)[];

/** How an installation is found, by its options. */
export type InstallationFlags = Pick<RunOptions, (typeof installationFlags)[number]>;

/** Those of them that were given. */
export const installationOf = (options: InstallationFlags): InstallationFlags =>
  Object.fromEntries(installationFlags.flatMap((flag) => (options[flag] === undefined ? [] : [[flag, options[flag]]])));

/** By environment: the names of options that are valid only there. */
type OwnFlags<Flag extends string> = Readonly<Record<EnvironmentName, readonly Flag[]>>;

/** Options that are valid in one environment only. */
const ownFlags = {
  local: ['databaseUrl'],
  kind: ['nodeImage', 'keep'],
  existing: [...installationFlags, 'namespacePool', 'allow'],
} as const satisfies OwnFlags<keyof RunOptions>;

/** `--node-image` of `nodeImage` */
const flagOf = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * The environment that the options name. Throws a UsageError for an unknown one, and for an option of another one.
 * `ownOfCommand`: the options of a command that are valid in one environment only.
 */
export const environmentNameOf = <Flag extends string>(
  options: { readonly environment: string } & Readonly<Partial<Record<Flag, unknown>>>,
  ownOfCommand: OwnFlags<Flag>,
): EnvironmentName => {
  for (const name of environmentNames) {
    const given = ownOfCommand[name].find((flag) => options[flag] !== undefined && String(options[flag]) !== '');
    if (options.environment !== name && given !== undefined)
      throw new UsageError(
        `${flagOf(given)} is only for --environment ${name}; this run uses --environment ${options.environment}`,
      );
  }
  const known = environmentNames.find((name) => name === options.environment);
  if (known === undefined)
    throw new UsageError(`--environment ${options.environment}: expected one of ${environmentNames.join(', ')}`);
  return known;
};

/** The environment that the options choose. `run`: its id, and the prefixes of all object names of its scenarios. */
export const runEnvironmentOf = (
  options: RunOptions,
  run: { readonly id: string; readonly prefixes: readonly string[] },
): RunEnvironment => {
  const { target, manifests, databaseUrl, nodeImage, keep } = options;
  const environment = environmentNameOf<keyof RunOptions>(options, ownFlags);
  const own = { target, ...(manifests !== undefined && { manifests }) };
  switch (environment) {
    case 'local':
      return { environment, ...own, ...(databaseUrl !== undefined && { databaseUrl }) };
    case 'kind':
      return {
        environment,
        ...own,
        kept: keep ?? false,
        run: { runId: run.id, prefixes: run.prefixes },
        ...(nodeImage !== undefined && { nodeImage }),
      };
    case 'existing':
      if (target !== 'reference' || manifests !== undefined)
        throw new UsageError(
          '--target and --manifests choose an API server to start, and --environment existing starts none: omit them',
        );
      return {
        environment,
        ...installationOf(options),
        namespacePool: options.namespacePool,
        allowed: options.allow,
        runId: run.id,
        prefixes: run.prefixes,
      };
  }
};
