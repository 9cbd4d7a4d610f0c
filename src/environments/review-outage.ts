/**
 * What access and token reviews get that come this way: an answer (`none`), status 500 (`refuse`), or nothing for as long
 * as the client waits (`hang`).
 */
export type ReviewOutageMode = 'none' | 'refuse' | 'hang';

/** A way to the Kubernetes API on which reviews can be made to fail; everything else goes through, watches too. */
export interface ReviewOutage {
  /** `https://127.0.0.1:PORT`, or another address at which targets reach this machine; with a certificate of the environment's authority. */
  readonly endpoint: string;
  /** From now on; those that hang are cut off. */
  mode(mode: ReviewOutageMode): void;
  /** How many reviews hang at this moment. */
  hanging(): number;
}

/** The ways of this kind in an environment, by the name of who goes them; they end with it. */
export interface ReviewOutages {
  /** Lets one user through, who shows a certificate of the environment. Asked again, it is the same way. */
  start(name: string, user: string, groups: readonly string[]): Promise<ReviewOutage>;
  /** Throws where none was started under this name. */
  get(name: string): ReviewOutage;
}
