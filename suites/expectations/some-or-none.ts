/** A count of what happens by chance, in words that are the same in every run of a target that does it at all. */
export const someOrNone = (count: number): 'some' | 'none' => (count === 0 ? 'none' : 'some');
