/** Stands for the answer of a call that got none, in tables of statuses and other words for answers. */
export const noAnswer = 'no answer';
