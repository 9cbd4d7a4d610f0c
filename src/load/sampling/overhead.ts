/** What sampling itself cost the harness. */
export interface Overhead {
  readonly skippedSamples: number;
  /** Rounds in which all servers were scraped. */
  readonly scrapes: number;
  /** Rounds left out because the round before had not ended. */
  readonly skippedScrapes: number;
  readonly sampleCpuSeconds: number;
  /** An upper bound: what the harness did beside it while a server answered is in it. */
  readonly scrapeCpuSeconds: number;
}
