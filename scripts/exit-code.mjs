// Plain JavaScript for what runs before Node 24 is there; src/failures/exit-code.ts says what they mean.

/** Those exit codes of the command line that are needed before it runs. */
export const exitCode = { usage: 2, environment: 3, interrupted: 130 };
