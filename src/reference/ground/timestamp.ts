const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Whole seconds since the epoch of an RFC 3339 time, without fractions; undefined for other text. */
export const parseTimestamp = (text: string): number | undefined => {
  if (!rfc3339.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
};

/** RFC 3339 in UTC without fractions, as KFP writes times. */
export const formatTimestamp = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
