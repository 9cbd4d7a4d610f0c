import { Command } from 'commander';
import { storageModes } from '../contract/lane-name.ts';
import { variantNames } from '../contract/variant.ts';
import { alternatives } from '../text/alternatives.ts';
import { collect } from './collect.ts';
import type { ReapOptions } from './env-reap.ts';
import type { UpOptions } from './env-up.ts';
import { keepFlags, keptByDefault, type KeepOptions } from './keep-options.ts';

const others = storageModes.filter((mode) => mode !== keptByDefault.storage);

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
    .option(
      '--storage <mode>',
      `where it keeps pipelines: ${alternatives([`${keptByDefault.storage} (default)`, ...others])}`,
    )
    .option('--variant <name>', `the settings it is started with: ${variantNames.join(', ')}`)
    .option('--json', 'print how to reach it as JSON')
    .action(async (options: UpOptions) => {
      const { envUp } = await import('./env-up.ts');
      await envUp(options);
    });
  command
    .command('down')
    .argument('[name]', 'which one, where several are up')
    .option('--all', 'all of this user', false)
    .description('end an environment that `env up` started')
    .action(async (name: string | undefined, { all }: { all: boolean }) => {
      const { envDown } = await import('./env-down.ts');
      await envDown(name, all);
    });
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
  eval "$(kfp-conformance env up)"     sets KUBECONFIG and DATABASE_URL
  eval "$(npm start --silent -- env up --target reference --variant multi-user)"
                                       the same in a checkout, with an API server: KFP, NAMESPACE … as well
  kubectl get namespaces
  kfp-conformance env down
  kfp-conformance env reap`,
  );
};
