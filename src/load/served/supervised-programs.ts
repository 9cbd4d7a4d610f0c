import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import { superviseProcess, type SupervisedProcess } from '../../environments/local/supervised-process.ts';

/** The programs that run on this machine beside servers elsewhere. Disposing of it ends them. */
export interface SupervisedPrograms extends Pick<RunningLocalEnvironment, 'spawn' | 'stateDirectory'>, AsyncDisposable {
  readonly running: () => readonly SupervisedProcess[];
}

/** Logs go to `logs` in the folder. A program ends with the harness, also if that is killed. */
export const supervisedPrograms = async (stateDirectory: string): Promise<SupervisedPrograms> => {
  const logs = path.join(stateDirectory, 'logs');
  await mkdir(logs, { recursive: true, mode: 0o700 });
  const started: SupervisedProcess[] = [];
  return {
    stateDirectory,
    spawn: async (name, command) => {
      const process = await superviseProcess(name, command, path.join(logs, `${name}.log`), () => {});
      started.push(process);
      return process;
    },
    running: () => started.filter((one) => one.ended() === undefined),
    [Symbol.asyncDispose]: async () => void (await Promise.all(started.map((one) => one.kill()))),
  };
};
