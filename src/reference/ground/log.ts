/** Where the server says what happened; fastify's logger and `console` both fit. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
