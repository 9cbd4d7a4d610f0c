/** A server that was ended and can be started again at the same address, with the same settings. */
export interface StoppedServer {
  /** Resolves when it is ready. Throws an EnvironmentError if it does not become ready. */
  start(): Promise<void>;
}
