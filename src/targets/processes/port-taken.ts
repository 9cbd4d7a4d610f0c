import { createServer } from 'node:net';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { TargetProcess } from './target-process.ts';

/** A target process ended because another process listens on one of its ports. */
export class PortTakenError extends EnvironmentError {
  constructor(port: number | undefined, cause: EnvironmentError) {
    super(cause.summary, {
      cause,
      ...cause.details,
      remark: `Its port${port === undefined ? '' : ` ${port}`} was taken by another process.`,
    });
    this.name = 'PortTakenError';
  }
}

const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE') resolve(true);
      else reject(cause);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });

/**
 * Converts the error of an ended process to a PortTakenError if one of its ports was taken. KFP's API server does not
 * always report that: without its HTTP port it ends with exit code 0.
 */
export const asPortTakenError = async (
  failure: EnvironmentError,
  process: TargetProcess,
  ports: readonly number[],
): Promise<EnvironmentError> => {
  for (const port of ports) if (await isTaken(port)) return new PortTakenError(port, failure);
  const isLogged = process.lastLines(10_000).some((line) => /address already in use|EADDRINUSE/i.test(line));
  return isLogged ? new PortTakenError(undefined, failure) : failure;
};
