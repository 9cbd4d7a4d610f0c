/** What the exit codes of the command line mean. scripts/exit-code.mjs repeats those that are needed before Node 24 runs. */
export const exitCode = {
  /** The gate passed, or the command did what it was asked. */
  ok: 0,
  /** The gate failed, or a required conformance is missing. */
  failed: 1,
  /** Wrong usage. */
  usage: 2,
  /** A component, the database or the target could not be had, or the report not be written. */
  environment: 3,
  /** Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
