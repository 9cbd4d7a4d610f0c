/** A client-side limit allows this many writes at once, and then a few a second (client-go: a burst of 10, then 5). */
export const burst = 10;

/** Writes a second below which the writes of a target are taken to wait for a client-side limit. */
export const limitedBelow = 8;
