/** What sampling itself cost the harness. */
export interface Overhead {
  readonly seconds: number;
  /** Snapshots of /proc. */
  readonly samples: number;
  readonly skippedSamples: number;
  /** Rounds in which all servers were scraped. */
  readonly scrapes: number;
  /** Rounds left out because the round before had not ended. */
  readonly skippedScrapes: number;
  readonly sampleCpuSeconds: number;
  /** An upper bound: what the harness did beside it while a server answered is in it. */
  readonly scrapeCpuSeconds: number;
  /** By scraper: the size of the last answer. */
  readonly scrapeBytes: Readonly<Record<string, number>>;
}

/** The share of a core that sampling cost. */
export const overheadShare = ({ seconds, sampleCpuSeconds, scrapeCpuSeconds }: Overhead): number =>
  seconds === 0 ? 0 : (sampleCpuSeconds + scrapeCpuSeconds) / seconds;

/** The overhead as a sentence for the terminal and load.json. */
export const overheadText = (overhead: Overhead): string => {
  const { samples, sampleCpuSeconds, scrapes, scrapeCpuSeconds, skippedSamples, skippedScrapes, scrapeBytes } =
    overhead;
  const each = (seconds: number, count: number): string => (count === 0 ? '–' : ((seconds / count) * 1000).toFixed(1));
  const sizes = Object.entries(scrapeBytes).map(([name, bytes]) => `${name} ${(bytes / 1024).toFixed(0)} KiB`);
  return `sampling used ${(overheadShare(overhead) * 100).toFixed(1)} % of a core: ${samples} samples of ${each(sampleCpuSeconds, samples)} ms, ${scrapes} scrapes of at most ${each(scrapeCpuSeconds, scrapes)} ms (${sizes.join(', ')}); skipped: ${skippedSamples} samples, ${skippedScrapes} scrapes`;
};
