import { spawn } from 'node:child_process';
import { packageRoot } from '../../src/package-path.ts';
import { withParentDeathSignal } from '../../src/processes/parent-death-signal.ts';
import { signalGroup } from '../../src/processes/send-signal.ts';
import { watchGroup } from './watch-group.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a program of the tests to its end and returns its exit code. The program ends with this process, even if this process
 * is killed. An interruption is forwarded to a program that must clean up, and kills any other program together with its
 * child processes, since some ignore signals.
 */
export const runCommand = async (
  [file = '', ...args]: readonly string[],
  interruption: 'forward' | 'kill',
): Promise<number> => {
  const command = await withParentDeathSignal(file, args);
  return new Promise((resolve, reject) => {
    // A separate process group, so that the program and its helpers get each signal once, from here only.
    const child = spawn(command.file, command.args, {
      cwd: packageRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const stopWatching = interruption === 'kill' && child.pid !== undefined ? watchGroup(child.pid) : () => {};
    const killGroup = (): void => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    };
    const forward = (signal: NodeJS.Signals): void => {
      if (interruption === 'kill') killGroup();
      else child.kill(signal);
    };
    const done = (): void => {
      stopWatching();
      for (const signal of signals) process.off(signal, forward);
    };
    for (const signal of signals) process.on(signal, forward);
    child.once('error', (cause) => {
      done();
      reject(cause);
    });
    child.once('exit', (code) => {
      done();
      // Ends helpers that outlived the program. Those of vitest end by themselves, after the clean-up of the tests.
      if (interruption === 'kill') killGroup();
      resolve(code ?? 1);
    });
  });
};
