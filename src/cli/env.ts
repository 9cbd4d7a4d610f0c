import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { endKept, keptEnvironments } from '../environments/state/kept-environments.ts';
import {
  reapInstallation,
  type ReapOptions as ReapInstallationOptions,
} from '../environments/existing/reap-installation.ts';
import { reapAbandoned } from '../environments/state/reap.ts';
import { runtimeDirectory } from '../environments/state/runtime-directory.ts';
import { storageModes } from '../lanes/lane-name.ts';
import { readManifests } from '../targets/manifests.ts';
import { resolveTarget } from '../targets/resolve-target.ts';
import { variants } from '../targets/variant.ts';
import { collect } from './collect.ts';
import { keepEnvironment, startKeeper, type KeepOptions } from './environment-keeper.ts';
import { interruption } from './interruption.ts';
import { terminalProgress } from './terminal-progress.ts';
import { UsageError } from './usage-error.ts';

type UpOptions = KeepOptions & { readonly json?: boolean };

/** Found out before anything is started. */
const requireKnown = (options: KeepOptions): void => {
  const among = (flag: string, value: string | undefined, known: readonly string[]) => {
    if (value !== undefined && !known.includes(value))
      throw new UsageError(`${flag} ${value}: expected one of ${known.join(', ')}`);
    if (value !== undefined && options.target === undefined)
      throw new UsageError(`${flag} says how the API server is started: name one with --target`);
  };
  among('--storage', options.storage, storageModes);
  among('--variant', options.variant, Object.keys(variants));
};

const up = async ({ json, ...options }: UpOptions): Promise<void> => {
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
  progress.line(`end it with: kfp-conformance env down ${access.name}`);
  // On standard output alone, so that a shell can evaluate it.
  process.stdout.write(`export KUBECONFIG='${access.kubeconfig}'\n`);
  process.stdout.write(`export DATABASE_URL="$(cat '${access.databaseUrlFile}')"\n`);
  if (access.target === undefined) return;
  const { kfp, kubernetes, namespace, id } = access.target;
  const exported = { KFP: kfp, KUBERNETES: kubernetes, NAMESPACE: namespace, TARGET: id };
  for (const [name, value] of Object.entries(exported)) process.stdout.write(`export ${name}='${value}'\n`);
};

const down = async (name: string | undefined, all: boolean): Promise<void> => {
  const directory = await runtimeDirectory();
  const kept = keptEnvironments(directory);
  const names = kept.map((environment) => environment.name).join(', ') || 'none';
  const chosen = all ? kept : kept.filter((environment) => name === undefined || environment.name === name);
  if (name !== undefined && chosen.length === 0)
    throw new UsageError(`no environment ${name} is up; those up are: ${names}`);
  if (chosen.length > 1 && !all)
    throw new UsageError(`several environments are up (${names}): name one of them, or say --all`);
  for (const environment of chosen) {
    await endKept(directory, environment);
    process.stderr.write(`ended ${environment.name}\n`);
  }
  if (chosen.length === 0) process.stderr.write('no environment is up\n');
};

type ReapOptions = Omit<ReapInstallationOptions, 'directory'> & { readonly run?: string };

/** What killed runs left in an installation; of a run that is named also while it goes on. */
const reapInCluster = async ({ run, ...where }: ReapOptions): Promise<void> => {
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

const reap = async (options: ReapOptions): Promise<void> => {
  if (Object.keys(options).length > 0) return reapInCluster(options);
  const reaped = await reapAbandoned(await runtimeDirectory());
  for (const { directory, ownerPid, ended } of reaped)
    process.stderr.write(
      `removed ${directory}, left by process ${ownerPid ?? 'unknown'}; ended ${ended.join(', ') || 'no process'}\n`,
    );
  if (reaped.length === 0) process.stderr.write('nothing was left behind\n');
};

/** `kfp-conformance env up|down|reap` */
export const envCommand = (): Command => {
  const command = new Command('env').description(
    'keep a local environment running, end it, or clear what a killed run left',
  );
  command
    .command('up')
    .description('start etcd, kube-apiserver, kube-controller-manager and MariaDB, and leave them running')
    .option('--database-url <url>', 'mysql://USER:PASSWORD@HOST:PORT of a server to use instead of starting MariaDB')
    .option('--target <target>', 'start this API server on it as well: "reference", "binary:PATH" or "image:REF"')
    .option('--manifests <dir>', "the API server's own CRDs and webhook configurations")
    .option('--storage <mode>', 'where it keeps pipelines: kubernetes (default) or database')
    .option('--variant <name>', `the settings it is started with: ${Object.keys(variants).join(', ')}`)
    .option('--json', 'print how to reach it as JSON')
    .action(up);
  command
    .command('down')
    .argument('[name]', 'which one, where several are up')
    .option('--all', 'all of this user', false)
    .description('end an environment that `env up` started')
    .action((name: string | undefined, { all }: { all: boolean }) => down(name, all));
  command
    .command('reap')
    .description('end the processes and remove the files of runs that were killed')
    .option('--kubeconfig <file>', 'what they left in an installation instead: its kubeconfig')
    .option('--context <name>', 'the same, of another context than the current one')
    .option('--installation-namespace <name>', 'of the Service ml-pipeline (default: kubeflow)')
    .option('--endpoint <url>', 'the REST API (default: a port-forward to the Service)')
    .option('--ca <file>', 'the authority that signed the certificate of the endpoint')
    .option('--header-file <file>', 'one "Name: value" a line, sent with every REST request')
    .option('--token-file <file>', 'a bearer token for REST')
    .option('--service-account <ns/name>', 'ask REST with a token of this ServiceAccount')
    .option('--user-header <name>', 'the header that names users (default: kubeflow-userid)')
    .option('--user-prefix <text>', 'what stands before the name in it')
    .option('--namespace-pool <names>', 'namespaces that runs were given', (value, previous: string[] | undefined) =>
      collect(value, previous ?? []),
    )
    .option('--run <id>', 'of this run alone, whether or not it has ended')
    .action(reap);
  command
    .command('keep', { hidden: true })
    .option('--database-url <url>')
    .option('--target <target>')
    .option('--manifests <dir>')
    .option('--storage <mode>')
    .option('--variant <name>')
    .action(keepEnvironment);
  return command.addHelpText(
    'after',
    `
Examples:
  eval "$(kfp-conformance env up)"     sets KUBECONFIG and DATABASE_URL
  eval "$(npm start --silent -- env up --target reference --variant multi-user)"
                                       the same in a checkout, with an API server: KFP, NAMESPACE … as well
  kubectl get namespaces
  kfp-conformance env down
  kfp-conformance env reap`,
  );
};
