// Plain JavaScript for scripts that run before Node 24 is found; src/failures/exit-code.ts documents the codes.

/** The exit codes that are needed before the command line runs. */
export const exitCode = { usage: 2, environment: 3, interrupted: 130 };
