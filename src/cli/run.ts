import { Command } from 'commander';
import { laneNames } from '../contract/lane-name.ts';
import { calledAs } from '../text/called-as.ts';
import { collect } from './collect.ts';
import { environmentTexts } from './environment-texts.ts';
import { installationGroup, installationOptions } from './installation-options.ts';
import type { RunOptions } from './run-options.ts';

const program = calledAs();

/** `run`, the default command. `end` receives the exit code. */
export const runCommand = (end: (code: number) => void): Command => {
  const command = new Command('run')
    .description('run the conformance suites against a KFP API server and write a report')
    .optionsGroup('Target:')
    .option(
      '--target <target>',
      '"reference" (a self-check of the harness), "binary:PATH" or "image:REF" (a KFP API server), "manifests" (with kind: the distribution in --manifests, deployed as shipped)',
      'reference',
    )
    .option('--manifests <dir>', "the target's own CRDs and webhook configurations (default: the harness's)")
    .option('--kfp-version <release>', 'the KFP release of the target, if its health endpoint does not report it')
    .optionsGroup('Environment:')
    .option('--environment <name>', `where the target runs: ${environmentTexts}`, 'local')
    .option(
      '--database-url <url>',
      'with local: mysql://USER:PASSWORD@HOST:PORT of a database server to use instead of starting MariaDB',
    )
    .option(
      '--node-image <image>',
      'with kind: the node image; "offline" builds one on this machine (default: the pinned image, or offline without a container engine)',
    )
    .option('--keep', 'with kind: leave the cluster running')
    .optionsGroup(installationGroup);
  for (const [flags, description] of installationOptions) command.option(flags, description);
  return command
    .option('--namespace-pool <names>', 'namespaces (of Profiles) that scenarios may use', collect, [])
    .option('--allow <scenarios>', 'scenarios that may disrupt the installation', collect, [])
    .optionsGroup('Which checks (default: all):')
    .option('--lane <lanes>', `only these lanes: ${laneNames.join(', ')}`, collect, [])
    .option('--area <areas>', 'only these areas: CRUD, VER, LIST … (`list` names them)', collect, [])
    .option('--requirement <ids>', 'only these requirements: CRUD-06,LIST-03', collect, [])
    .option('--profile <profiles>', 'only these profiles: core …; claims them', collect, [])
    .option('--scenario <names>', 'only these scenarios (`list --scenarios` names them)', collect, [])
    .option(
      '--rerun-failed <run>',
      'only the checks that made the gate of an earlier run fail or have no result, with its lanes and seed; takes the folder of that run',
    )
    .option('--seed <number>', 'the seed of names and data (default: a new one, printed first)')
    .option('--thorough', 'look for intermittent failures of 1 % everywhere (default: 5 % where rounds write)', false)
    .optionsGroup('Judging:')
    .option('--baseline <file>', 'the known failures of this target: a file, or a name in reports/expected-failures')
    .option('--baseline-of-another', 'judge by a --baseline of another release or database product')
    .option('--strict', 'conformance requires every SHOULD as well', false)
    .option('--require-conformance <profiles>', 'exit 1 unless these profiles are conformant; claims them', collect, [])
    .optionsGroup('Output:')
    .option('--output <dir>', 'the directory for reports', 'reports/runs')
    .option('--report-url <url>', 'where report.html will be published: every output links to it')
    .addHelpText(
      'after',
      `
Examples:
  ${program.replace(/ --$/, '').padEnd(15)}                                self-check: the reference implementation, all lanes
  ${program} --target binary:./apiserver --manifests ./manifests --baseline kfp-2.17
  ${program} --lane kubernetes/rest --requirement LIST-04 --seed 42`,
    )
    .action(async (options: RunOptions) => {
      const { runConformance } = await import('./run-conformance.ts');
      end(await runConformance(options));
    });
};
