import type { Command } from '../../processes/running-process.ts';
import type { ComponentHost } from './component-host.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** A program that has ended by itself. */
export interface EndedProgram {
  readonly process: SupervisedProcess;
  /** `exit code 1`, `SIGKILL`; undefined if it succeeded. */
  readonly failure: string | undefined;
}

/** Runs a program of an environment to its end. An abort kills it, and throws the signal's reason. */
export const runToEnd = async (
  { spawn, signal }: Pick<ComponentHost, 'spawn' | 'signal'>,
  name: string,
  command: Command,
): Promise<EndedProgram> => {
  signal.throwIfAborted();
  const process = await spawn(name, command);
  const abort = () => process.killNow();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const { code, signal: killedBy } = await process.exited;
  signal.removeEventListener('abort', abort);
  signal.throwIfAborted();
  return { process, failure: code === 0 ? undefined : (killedBy ?? `exit code ${code}`) };
};
