import { spawn } from 'node:child_process';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { withParentDeathSignal } from '../../processes/parent-death-signal.ts';

/** The context that the steps of a build share. */
export interface BuildContext {
  /** The name of the built image for messages: `the node image` */
  readonly what: string;
  /** The environment variables of the programs. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Runs a program of the build until it exits and returns its standard output. */
export const step = async (context: BuildContext, file: string, args: readonly string[]): Promise<string> => {
  context.signal.throwIfAborted();
  const command = await withParentDeathSignal(file, args);
  return new Promise((resolve, reject) => {
    // The program has its own process group, which is killed as a whole if the build is interrupted.
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
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      output = (output + text).slice(-10_000);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-10_000);
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
            `building ${context.what} failed: ${file} ${args.join(' ').slice(0, 200)} exited with ${code ?? signal}. Its output:\n  ${output.trim().split('\n').slice(-12).join('\n  ')}`,
          ),
        );
    });
  });
};
