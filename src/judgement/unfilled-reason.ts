/** The reason of what `baseline` lists and nobody has looked into yet. */
export const unfilledReason = 'TO BE FILLED IN: why it fails; of a vulnerability, only what follows from it';

export const isUnfilled = (reason: string): boolean => reason.startsWith('TO BE FILLED IN');
