/** Why no mutant fails an aspect. */
export type UnfailedReason =
  /** It could only fail by a defect of another layer than those between harness and target, as of the clock. */
  | 'out-of-reach'
  /** It says that the check looked at something, without which another aspect of it fails as well. */
  | 'control';

/** The aspects of mandatory requirements that fail under no mutant. */
export const unfailedAspects: Readonly<Record<string, UnfailedReason>> = {};
