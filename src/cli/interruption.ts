/** Ctrl-C and SIGTERM as a signal, for as long as it is held.. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

export const interruption = (): Interruption => {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) return;
    process.stderr.write(`\n${name}: ending the run; what has been measured is kept\n`);
    controller.abort(new Error(`interrupted by ${name}`));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
};
