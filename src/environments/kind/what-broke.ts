import { patience } from '../../waiting/slowness.ts';

/** A container engine tells the end of a node seconds after its connections have broken. */
const nodeEndsMs = 10_000;
/** And its own end may be noticed after that of the node. */
const engineEndsMs = 200;

/** What may end by itself. */
export interface Breakable {
  readonly engine: AbortSignal;
  readonly node: AbortSignal;
  readonly database: AbortSignal;
  /** Whether the node still does its work. */
  nodeAnswers(): Promise<boolean>;
}

/**
 * One signal for all of them. A database in a node ends with it, and a node with its engine: the reason is that of what
 * the others hang on.
 */
export const whatBroke = ({ engine, node, database, nodeAnswers }: Breakable): AbortSignal => {
  const broken = new AbortController();
  const tell = (signal: AbortSignal, afterMs: number) =>
    setTimeout(() => broken.abort(signal.reason), patience(afterMs));
  const after = (signal: AbortSignal, act: () => void): void => {
    if (signal.aborted) act();
    else signal.addEventListener('abort', act, { once: true });
  };
  after(engine, () => tell(engine, 0));
  after(node, () => tell(node, engineEndsMs));
  after(database, () => {
    void nodeAnswers().then((answers) => tell(database, answers ? 0 : nodeEndsMs));
  });
  return broken.signal;
};
