import { z } from 'zod';

/** The messages from the keeper to the users of its engine, one line of JSON each. */
export const keeperMessage = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('ready'), address: z.string(), version: z.string() }),
  z.object({ state: z.literal('failed'), message: z.string() }),
  /** The keeper accepts no more users: wait until the connection closes, then start another keeper. */
  z.object({ state: z.literal('ending') }),
]);

export type KeeperMessage = z.infer<typeof keeperMessage>;
