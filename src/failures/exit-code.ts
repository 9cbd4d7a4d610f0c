/** The exit codes of the command line. scripts/exit-code.mjs repeats those that are needed before Node 24 runs. */
export const exitCode = {
  /** The gate passed, or the command succeeded. */
  ok: 0,
  /**
   * A check failed, is blocked or stale, nothing was judged, a profile of --require-conformance is not conformant, or a
   * check fails in the second of two compared runs only, or in another way. Of a load run: a requirement is not met.
   */
  failed: 1,
  /** Wrong usage. */
  usage: 2,
  /**
   * A component, the database or the target is unavailable or failed, results were lost, checks ended in error and none
   * failed, the clean-up failed, the report could not be written, or the second of two compared runs broke, was
   * interrupted, or lacks checks of the first or has errors in their place. Of a load run: a measurement is invalid.
   */
  environment: 3,
  /** Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
