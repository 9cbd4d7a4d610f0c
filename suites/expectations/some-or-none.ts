/** Reduces a count that depends on chance to words that are the same in every run of a target with the defect. */
export const someOrNone = (count: number): 'some' | 'none' => (count === 0 ? 'none' : 'some');
