import { Command } from 'commander';
import type { ExplainOptions } from './explain-options.ts';

/** `explain ID`: prints everything that is known about a requirement. */
export const explainCommand = (): Command =>
  new Command('explain')
    .description(
      'explain a requirement: its source, the scenarios that decide it, the mutants that fail it, known failures, its last outcome',
    )
    .argument('<id>', 'the id of a requirement: LIST-04')
    .option('--run <run>', 'the run whose outcomes are shown (default: the latest one in reports/runs)')
    .option('--json', 'print JSON')
    .action(async (id: string, options: ExplainOptions) => {
      const { explainRequirement } = await import('./explain-requirement.ts');
      await explainRequirement(id, options);
    });
