import { Command } from 'commander';
import { laneNames } from '../contract/lane-name.ts';
import { collect } from './collect.ts';
import { environmentTexts } from './environment-texts.ts';
import { installationGroup, installationOptions } from './installation-options.ts';
import type { LoadCommandOptions } from './load-options.ts';

/** `load`: measures what each storage mode costs. `end` receives the exit code. */
export const loadCommand = (end: (code: number) => void): Command => {
  const command = new Command('load')
    .description('fill a store, and measure what each operation costs in each storage mode')
    .optionsGroup('What is measured:')
    .option('--plan <plan>', '"smoke", "quick", "requirements", "100k", or a file (docs/load.md)', 'quick')
    .option('--objects <counts>', 'pipelines in the store, instead of those of the plan: 1000,10000', collect, [])
    .option('--operation <names>', 'only these operations: create, get-known, walk …', collect, [])
    .option('--lane <lanes>', `only these lanes: ${laneNames.join(', ')}`, collect, [])
    .option('--durability <kind>', '"full", or "relaxed" (etcd and the database do not wait for the disk)')
    .option('--no-webhooks', 'writes to the Kubernetes API pass no webhook of the target')
    .option('--seed <number>', 'the seed of names and bodies (default: a new one, printed first)')
    .option('--dry-run', 'print what the plan will take, and measure nothing')
    .optionsGroup('Targets:')
    .option(
      '--target <targets>',
      '"reference", "binary:PATH" or "image:REF"; several are measured in one run (default: reference)',
      collect,
      [],
    )
    .option('--manifests <dir>', "the targets' own CRDs and webhook configurations (default: the harness's)")
    .optionsGroup('Environment:')
    .option('--environment <name>', `where the servers are: ${environmentTexts}`, 'local')
    .option('--node-image <image>', 'with kind: the node image; "offline" builds one on this machine')
    .optionsGroup(installationGroup);
  for (const [flags, text] of installationOptions) command.option(flags, text);
  return command
    .option(
      '--allow-remote <hosts>',
      'hosts other than this machine that may be filled and measured, by their exact names',
      collect,
      [],
    )
    .optionsGroup('Output:')
    .option('--output <dir>', 'the directory for reports', 'reports/runs')
    .action(async (options: LoadCommandOptions) => {
      const { measureLoad } = await import('./measure-load.ts');
      end(await measureLoad(options));
    });
};
