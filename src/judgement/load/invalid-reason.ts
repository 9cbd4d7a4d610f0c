/** Why the numbers of a measurement must not be used. */
export const invalidReasons = [
  'dropped-iterations',
  'interrupted-iterations',
  'schedule-lag',
  'script-errors',
  'wrong-answers',
  'no-samples',
  'too-few-samples',
  'generator-limited',
  'client-limited',
  'cold-connections',
  'state-changed',
] as const;
export type InvalidReason = (typeof invalidReasons)[number];
