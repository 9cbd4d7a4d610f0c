import { spawn } from 'node:child_process';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { withParentDeathSignal } from '../../processes/parent-death-signal.ts';

/** What the steps of a build share. */
export interface BuildContext {
  /** What is built, for messages: `the node image` */
  readonly what: string;
  /** Environment of the programs that are run. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Runs a program of the build to its end and returns what it printed on its standard output. */
export const step = async (context: BuildContext, file: string, args: readonly string[]): Promise<string> => {
  context.signal.throwIfAborted();
  const command = await withParentDeathSignal(file, args);
  return new Promise((resolve, reject) => {
    // A group of its own, so that all of it ends when the build is interrupted.
    const child = spawn(command.file, command.args, {
      env: context.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const aborted = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    context.signal.addEventListener('abort', aborted, { once: true });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      said = (said + text).slice(-10_000);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000);
    });
    child.once('error', (cause) =>
      reject(
        new EnvironmentError(`${context.what} needs ${file}, which cannot be started: ${cause.message}`, { cause }),
      ),
    );
    child.once('close', (code, signal) => {
      context.signal.removeEventListener('abort', aborted);
      if (context.signal.aborted) reject(context.signal.reason as Error);
      else if (code === 0) resolve(printed);
      else
        reject(
          new EnvironmentError(
            `building ${context.what} failed: ${file} ${args.join(' ').slice(0, 200)} ended with ${code ?? signal}. It said:\n  ${said.trim().split('\n').slice(-12).join('\n  ')}`,
          ),
        );
    });
  });
};
