import { exitCode } from '../failures/exit-code.ts';
import { InterruptedError } from '../failures/interrupted-error.ts';

/** Ctrl-C, SIGTERM and a closed terminal as a signal, for as long as it is held; a second one ends the process at once. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
  /** From here on what is left to do takes a moment and must not be cut off: a second signal changes nothing. */
  finish(): void;
}

/** A second signal within this time is the first one again: npm, the terminal and a process group may each pass it on. */
const echoMs = 1_000;

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const interruption = (): Interruption => {
  const controller = new AbortController();
  let first: number | undefined;
  let finishing = false;
  const onSignal = (name: NodeJS.Signals) => {
    if (first === undefined) {
      first = performance.now();
      process.stderr.write(`\n${name}: ending what has been started (again: at once)\n`);
      controller.abort(new InterruptedError(name));
    } else if (!finishing && performance.now() - first > echoMs) {
      process.stderr.write(`${name} again: ending at once\n`);
      // Whoever has something to end has registered for this.
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
