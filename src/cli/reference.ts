import { Command } from 'commander';

/** `reference`: the reference implementation as a server; its flags are those of KFP's API server. */
export const referenceCommand = (): Command =>
  new Command('reference')
    .description("start the reference implementation; it takes the flags and variables of KFP's API server")
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .argument('[flags...]')
    .action(async (flags: string[]) => {
      const { runReference } = await import('../reference/main.ts');
      await runReference(flags, process.env);
    });
