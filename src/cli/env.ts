import { Command } from 'commander';
import { storageModes } from '../contract/lane-name.ts';
import { variantNames } from '../contract/variant.ts';
import { alternatives } from '../text/alternatives.ts';
import { calledAs, calledSilently } from '../text/called-as.ts';
import { collect } from './collect.ts';
import type { ReapOptions } from './env-reap.ts';
import type { UpOptions } from './env-up.ts';
import { keepFlags, keptByDefault, type KeepOptions } from './keep-options.ts';

const others = storageModes.filter((mode) => mode !== keptByDefault.storage);

/** `env up|down|reap` */
export const envCommand = (): Command => {
  const command = new Command('env').description(
    'keep a local environment running, end it, or clean up after killed runs',
  );
  command
    .command('up')
    .description('start etcd, kube-apiserver, kube-controller-manager and MariaDB, and leave them running')
    .optionsGroup('Environment:')
    .option(
      '--database-url <url>',
      'mysql://USER:PASSWORD@HOST:PORT of a database server to use instead of starting MariaDB',
    )
    .optionsGroup('Target:')
    .option('--target <target>', 'also start this API server: "reference", "binary:PATH" or "image:REF"')
    .option('--manifests <dir>', "the API server's own CRDs and webhook configurations")
    .option(
      '--storage <mode>',
      `where the API server stores pipelines: ${alternatives([`${keptByDefault.storage} (default)`, ...others])}`,
    )
    .option('--variant <name>', `the settings of the API server: ${variantNames.join(', ')}`)
    .optionsGroup('Output:')
    .option('--json', 'print the access data as JSON')
    .action(async (options: UpOptions) => {
      const { envUp } = await import('./env-up.ts');
      await envUp(options);
    });
  command
    .command('down')
    .argument('[name]', 'the name of the environment; required if several are running')
    .option('--all', 'end all environments of this user', false)
    .description('end an environment that `env up` started')
    .action(async (name: string | undefined, { all }: { all: boolean }) => {
      const { envDown } = await import('./env-down.ts');
      await envDown(name, all);
    });
  command
    .command('reap')
    .description('end the processes and remove the files of killed runs')
    .optionsGroup('An installation instead of this machine:')
    .option('--kubeconfig <file>', 'its kubeconfig (default: KUBECONFIG, else ~/.kube/config)')
    .option('--context <name>', 'the kubeconfig context (default: the current one)')
    .option('--installation-namespace <name>', 'the namespace of the Service ml-pipeline (default: kubeflow)')
    .option('--endpoint <url>', 'the REST API (default: a port-forward to the Service)')
    .option('--ca <file>', 'the CA certificate of the endpoint')
    .option('--header-file <file>', 'headers for every REST request, one "Name: value" per line')
    .option('--token-file <file>', 'the bearer token for REST requests')
    .option('--service-account <ns/name>', 'send REST requests with a token of this ServiceAccount')
    .option('--user-header <name>', 'the header that identifies users (default: kubeflow-userid)')
    .option('--user-prefix <text>', 'the prefix of user names in that header')
    .option(
      '--namespace-pool <names>',
      'the namespaces of the pool that runs used',
      (value, previous: string[] | undefined) => collect(value, previous ?? []),
    )
    .option('--run <id>', 'clean up only this run, even if it is still running')
    .action(async (options: ReapOptions) => {
      const { envReap } = await import('./env-reap.ts');
      await envReap(options);
    });
  const keep = command.command('keep', { hidden: true }).action(async (options: KeepOptions) => {
    const { keepEnvironment } = await import('./keep-environment.ts');
    await keepEnvironment(options);
  });
  for (const flag of Object.values(keepFlags)) keep.option(`${flag} <value>`);
  return command.addHelpText(
    'after',
    `
Examples:
  eval "$(${calledSilently()} env up)"
                                       sets KUBECONFIG and DATABASE_URL
  eval "$(${calledSilently()} env up --target reference --variant multi-user)"
                                       the same with an API server: KFP, NAMESPACE … as well
  kubectl get namespaces
  ${calledAs()} env down
  ${calledAs()} env reap`,
  );
};
