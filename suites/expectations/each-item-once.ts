/** Returns words instead of the items, so that a target with random answers fails the same way in every run. */
export const eachItemOnce = (listed: readonly string[], written: readonly string[]): string => {
  const seen = new Set(listed);
  const complete = written.every((item) => seen.has(item));
  return complete && seen.size === written.length && listed.length === written.length
    ? 'each item once'
    : 'items missing or repeated';
};
