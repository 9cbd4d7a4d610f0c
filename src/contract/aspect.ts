/** One aspect of a check that did not come out as it must, as normalised JSON or text. */
export interface Deviation {
  readonly expected: string;
  readonly observed: string;
}

/** The aspects of a check that deviate, by name. */
export type Deviations = Readonly<Record<string, Deviation>>;
