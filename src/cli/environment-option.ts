import { environmentNames, type EnvironmentName } from '../environments/environment.ts';
import { UsageError } from '../failures/usage-error.ts';
import type { RunEnvironment } from '../runner/environment-choice.ts';
import type { RunOptions } from './run-options.ts';

/** Options that locate an installation and authenticate its requests. */
const installationFlags = [
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

/** Options that are valid in one environment only. */
const ownFlags: Readonly<Record<EnvironmentName, readonly (keyof RunOptions)[]>> = {
  local: ['databaseUrl'],
  kind: ['nodeImage', 'keep'],
  existing: [...installationFlags, 'namespacePool', 'allow'],
};

/** `--node-image` of `nodeImage` */
const flagOf = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const nameOf = (options: RunOptions): EnvironmentName => {
  for (const name of environmentNames) {
    const given = ownFlags[name].find((flag) => options[flag] !== undefined && String(options[flag]) !== '');
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
  const environment = nameOf(options);
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
        ...Object.fromEntries(
          installationFlags.flatMap((flag) => (options[flag] === undefined ? [] : [[flag, options[flag]]])),
        ),
        namespacePool: options.namespacePool,
        allowed: options.allow,
        runId: run.id,
        prefixes: run.prefixes,
      };
  }
};
