import { spawn } from 'node:child_process';
import { packageRoot } from '../../src/package-path.ts';
import { withParentDeathSignal } from '../../src/processes/parent-death-signal.ts';
import { signalGroup } from '../../src/processes/send-signal.ts';
import { watchGroup } from './watch-group.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a program of the tests to its end and gives its exit code. It ends with this process, however that ends. An
 * interruption is passed on to it, or, where it has nothing to put in order, kills it: some listen to no signal. One that
 * is killed takes what it started along.
 */
export const runCommand = async (
  [file = '', ...args]: readonly string[],
  interruption: 'passed on' | 'kills',
): Promise<number> => {
  const command = await withParentDeathSignal(file, args);
  return new Promise((resolve, reject) => {
    // A process group of its own: signals reach it from here alone, once, and its helpers with it.
    const child = spawn(command.file, command.args, {
      cwd: packageRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const callOff = interruption === 'kills' && child.pid !== undefined ? watchGroup(child.pid) : () => {};
    const killGroup = (): void => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    };
    const forward = (signal: NodeJS.Signals): void => {
      if (interruption === 'kills') killGroup();
      else child.kill(signal);
    };
    const done = (): void => {
      callOff();
      for (const signal of signals) process.off(signal, forward);
    };
    for (const signal of signals) process.on(signal, forward);
    child.once('error', (cause) => {
      done();
      reject(cause);
    });
    child.once('exit', (code) => {
      done();
      // Helpers that outlived it. What vitest leaves ends by itself: it may be ending what the tests started.
      if (interruption === 'kills') killGroup();
      resolve(code ?? 1);
    });
  });
};
