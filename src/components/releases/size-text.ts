/** Formats a size as `387 MB`; sizes below one megabyte in kB. */
export const sizeText = (count: number): string =>
  count < 1_000_000 ? `${Math.ceil(count / 1000)} kB` : `${Math.round(count / 1_000_000)} MB`;
