/** The log of the server; fastify's logger and `console` both implement it. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
