import { existsSync } from 'node:fs';
import { EnvironmentError } from '../../failures/environment-error.ts';

/** Adds the directory of the diagnostics to an EnvironmentError, if the directory exists. */
export const withDiagnosticsPath = (cause: unknown, directory: string): unknown =>
  cause instanceof EnvironmentError && existsSync(directory)
    ? new EnvironmentError(cause.summary, {
        cause,
        ...cause.details,
        remark: `The logs of the node and its pods are in ${directory}`,
      })
    : cause;
