import type { Progress } from '../waiting/progress.ts';

export interface TerminalProgress extends Progress, Disposable {}

/** Progress on a terminal, whose last line is rewritten, or in a log, to which lines are appended. */
export const terminalProgress = (stream: NodeJS.WriteStream): TerminalProgress => {
  if (!stream.isTTY)
    return {
      line: (text) => stream.write(`${text}\n`),
      [Symbol.dispose]: () => {},
    };
  let transient = false;
  const clear = () => {
    if (transient) stream.write('\r\u001B[K');
    transient = false;
  };
  return {
    line: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    status: (text) => {
      // A wrapped line could not be cleared.
      stream.write(`\r\u001B[K${text.slice(0, Math.max(20, stream.columns - 1))}`);
      transient = true;
    },
    [Symbol.dispose]: clear,
  };
};
