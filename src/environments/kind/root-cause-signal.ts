import { patience } from '../../waiting/slowness.ts';

/** A container engine reports the exit of a node only seconds after its connections have broken. */
const nodeExitMs = 10_000;
/** The exit of the engine may be detected after the exit of the node. */
const engineExitMs = 200;

/** The signals of the parts of an environment that may exit unexpectedly. */
export interface EnvironmentSignals {
  readonly engine: AbortSignal;
  readonly node: AbortSignal;
  readonly database: AbortSignal;
  /** Whether the node still works. */
  nodeAnswers(): Promise<boolean>;
}

/**
 * Combines the signals. A database exits with its node, and a node with its engine, so the reason of the outermost part
 * is reported.
 */
export const rootCauseSignal = ({ engine, node, database, nodeAnswers }: EnvironmentSignals): AbortSignal => {
  const broken = new AbortController();
  const abortLater = (signal: AbortSignal, afterMs: number) =>
    setTimeout(() => broken.abort(signal.reason), patience(afterMs));
  const onAbort = (signal: AbortSignal, act: () => void): void => {
    if (signal.aborted) act();
    else signal.addEventListener('abort', act, { once: true });
  };
  onAbort(engine, () => abortLater(engine, 0));
  onAbort(node, () => abortLater(node, engineExitMs));
  onAbort(database, () => {
    void nodeAnswers().then((answers) => abortLater(database, answers ? 0 : nodeExitMs));
  });
  return broken.signal;
};
