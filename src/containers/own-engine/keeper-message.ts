import { z } from 'zod';

/** What the keeper tells those that use its engine, as lines of JSON. */
export const keeperMessage = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('ready'), address: z.string(), version: z.string() }),
  z.object({ state: z.literal('failed'), message: z.string() }),
  /** It takes no more users: wait until the connection closes, and start another. */
  z.object({ state: z.literal('ending') }),
]);

export type KeeperMessage = z.infer<typeof keeperMessage>;
