/**
 * How the proxy handles access and token reviews: it forwards them (`none`), answers with status 500 as an API server
 * whose authorizer fails (`refuse`), closes the connection as one that ends (`cut`), or does not answer (`hang`).
 */
export type ReviewOutageMode = 'none' | 'refuse' | 'cut' | 'hang';

/** A proxy to the Kubernetes API that can make reviews fail. It forwards all other requests, including watches. */
export interface ReviewOutage {
  /**
   * `https://127.0.0.1:PORT`, or another address at which targets reach this machine. The certificate is signed by the
   * environment's authority.
   */
  readonly endpoint: string;
  /** Sets the mode for further reviews and closes the connections of hanging ones. */
  mode(mode: ReviewOutageMode): void;
  /** The number of reviews that currently hang. */
  hanging(): number;
}

/** The review outage proxies of an environment by target name. They stop when the environment is disposed of. */
export interface ReviewOutages {
  /**
   * Starts a proxy for one user, who authenticates with a client certificate of the environment. Further calls with the
   * same name return the same proxy.
   */
  start(name: string, user: string, groups: readonly string[]): Promise<ReviewOutage>;
  /** Throws if no proxy was started under this name. */
  get(name: string): ReviewOutage;
}
