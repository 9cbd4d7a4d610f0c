import type { ExitCode } from './exit-code.ts';

/** A failure that the harness foresees: its message is complete, so it is reported without a stack. */
export abstract class ForeseenError extends Error {
  abstract readonly code: string;
  /** The exit code of a command that ends with this failure. */
  abstract readonly exitCode: ExitCode;
}
