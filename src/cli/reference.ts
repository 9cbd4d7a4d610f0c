import { Command } from 'commander';

/** `reference`: starts the reference implementation as a server, with the flags of KFP's API server. */
export const referenceCommand = (): Command =>
  new Command('reference')
    .description(
      "start the reference implementation; it accepts the flags and environment variables of KFP's API server",
    )
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .argument('[flags...]')
    .action(async (flags: string[]) => {
      const { runReference } = await import('../reference/main.ts');
      await runReference(flags, process.env);
    });
