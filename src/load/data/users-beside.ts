/** What runs beside an operation, and the virtual users that do it, in addition to those of the operation. */
export const usersBeside = {
  /** 100 a second need so many where an answer takes half a second. */
  'unknown-ids': 50,
  /** As many as the requirement names. */
  writers: 5,
} as const;
export type WorkBeside = keyof typeof usersBeside;
