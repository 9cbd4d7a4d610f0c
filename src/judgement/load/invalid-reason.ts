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

/** Those by which times are not what they seem, while every answer that was counted is one. */
export const timeReasons: readonly InvalidReason[] = [
  'schedule-lag',
  'too-few-samples',
  'generator-limited',
  'client-limited',
  'cold-connections',
];
