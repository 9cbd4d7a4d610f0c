/** What a client asks a server that starts. No answer, as long as nothing listens, is no failure. */
export interface StartProbe {
  /** Whether it says that it is ready. */
  ready(): Promise<boolean>;
  /** The pipelines of the first page; undefined: not answered with success. */
  firstPage(): Promise<number | undefined>;
  /** The different pipelines of all pages; undefined: a page was not answered with success. */
  list(): Promise<number | undefined>;
}

/** Pipelines of a first page. */
export const firstPageSize = 20;
