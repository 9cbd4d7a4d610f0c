import { visible } from './visible-text.ts';

/** Indents JSON, unless that would change it (as for a number of 20 digits); other texts are unchanged. */
export const prettyValue = (text: string): string => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || JSON.stringify(value) !== text) return visible(text);
    return visible(JSON.stringify(value, null, 2));
  } catch {
    return visible(text);
  }
};

/** Cuts a text after `limit` characters, never within a surrogate pair, and states the number of omitted characters. */
export const shortened = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return `${text.slice(0, end)} … (${(text.length - end).toLocaleString('en')} more characters)`;
};

/** Joins a text to one line of at most `limit` characters. */
export const oneLine = (text: string, limit: number): string => {
  const line = visible(text.replace(/\s+/g, ' ').trim());
  return line.length <= limit ? line : `${line.slice(0, Math.max(0, limit - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
};
