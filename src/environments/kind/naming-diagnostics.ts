import { existsSync } from 'node:fs';
import { EnvironmentError } from '../../failures/environment-error.ts';

/** A failure that says where to read on, when something was kept there. */
export const namingDiagnostics = (cause: unknown, evidence: string): unknown =>
  cause instanceof EnvironmentError && existsSync(evidence)
    ? new EnvironmentError(cause.summary, {
        cause,
        ...cause.details,
        remark: `What the node and its pods said is kept in ${evidence}`,
      })
    : cause;
