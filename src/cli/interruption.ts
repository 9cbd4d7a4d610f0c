import { exitCode } from '../failures/exit-code.ts';
import { InterruptedError } from '../failures/interrupted-error.ts';

/** Turns Ctrl-C, SIGTERM and SIGHUP into an AbortSignal until disposed of; a second signal exits the process at once. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
  /** Ignores further signals: the remaining work is short and must not be interrupted. */
  finish(): void;
}

/** A second signal within this time is a duplicate: npm, the terminal and the process group may each forward the first. */
const duplicateMs = 1_000;

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const interruption = (): Interruption => {
  const controller = new AbortController();
  let first: number | undefined;
  let finishing = false;
  const onSignal = (name: NodeJS.Signals) => {
    if (first === undefined) {
      first = performance.now();
      process.stderr.write(`\n${name}: stopping and cleaning up (repeat the signal to exit at once)\n`);
      controller.abort(new InterruptedError(name));
    } else if (!finishing && performance.now() - first > duplicateMs) {
      process.stderr.write(`second ${name}: exiting at once\n`);
      // Exit hooks end the started processes.
      process.exit(exitCode.interrupted);
    }
  };
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    finish: () => {
      finishing = true;
    },
    [Symbol.dispose]: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
};
