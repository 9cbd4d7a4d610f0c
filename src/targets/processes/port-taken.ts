import { createServer } from 'node:net';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { TargetProcess } from './target-process.ts';

/** A target process ended because somebody else was quicker to listen on a port that it was given. */
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
 * The error of a process that has ended, as a PortTakenError where a port of its was taken. KFP's API server does not
 * always say so: without its HTTP port it ends with exit code 0.
 */
export const namingTakenPort = async (
  failure: EnvironmentError,
  process: TargetProcess,
  ports: readonly number[],
): Promise<EnvironmentError> => {
  for (const port of ports) if (await isTaken(port)) return new PortTakenError(port, failure);
  const said = process.lastLines(10_000).some((line) => /address already in use|EADDRINUSE/i.test(line));
  return said ? new PortTakenError(undefined, failure) : failure;
};
