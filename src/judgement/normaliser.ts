import { withoutCredentials } from '../text/secrets.ts';
import { timeNames, timePattern, withoutTimeNumbers } from './time-names.ts';
import { wholeWord, wordStart } from './whole-words.ts';

/**
 * Replaces values that differ between runs by stable names, numbered within a scenario: ids, times, ports, page tokens,
 * the name prefix. Only whole words are replaced.
 */
export interface Normaliser {
  /** The text with every id, time, port and prefix replaced. */
  text(value: string): string;
  /** JSON with a stable key order and normalised texts; `undefined` becomes `(nothing)`. */
  json(value: unknown): string;
  /** The same on one line. */
  line(value: unknown): string;
  /** The value as plain data with normalised texts, and times by their format alone, so that lanes can be compared. */
  value(value: unknown): unknown;
}

/** Ids stand in names, behind or before a hyphen, so a hyphen separates words here. */
const alphanumeric = 'A-Za-z0-9';
/** The characters of names in Kubernetes, and those of identifiers. */
const ofNames = 'A-Za-z0-9_-';

const hex = (digits: number): string => `[0-9a-f]{${digits}}`;
const uuid = wholeWord([8, 4, 4, 4, 12].map(hex).join('-'), alphanumeric, 'gi');
const time = wholeWord(timePattern, String.raw`\w`);
const pageToken = new RegExp(
  String.raw`${wordStart('A-Za-z')}((?:next_page_token|page_token)["=:\s\\]+)([A-Za-z0-9+/=_.%-]{16,})`,
  'g',
);
const version = new RegExp(String.raw`${wordStart('A-Za-z')}("?resourceVersion"?[=:\s"\\]+)\d+(?!\w)`, 'g');
const pointer = wholeWord('0x[0-9a-f]{6,16}', String.raw`\w`);
const loopback = new RegExp(
  String.raw`${wordStart(String.raw`\w.-`)}(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}(?!\w)`,
  'g',
);

/** A namespace named `kubeflow` must not be replaced in API groups. */
const exactly = (name: string): RegExp => wholeWord(String.raw`${RegExp.escape(name)}(?!\.org\b)`, ofNames);

/** Plain data with the keys of every object in one order, so that equal values have equal texts. */
export const withOrderedKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withOrderedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, withOrderedKeys(item)]),
  );
};

/** `fixed` maps texts of this run to stable names. `redact` removes credentials first. */
export const normaliser = (
  prefix: string,
  fixed: Readonly<Record<string, string>> = {},
  redact: (text: string) => string = withoutCredentials,
): Normaliser => {
  const names = new Map<string, string>();
  const named = (kind: string) => (found: string) => {
    const known = names.get(found);
    if (known !== undefined) return known;
    const count = [...names.values()].filter((name) => name.startsWith(`${kind}-`)).length;
    const name = `${kind}-${count + 1}`;
    names.set(found, name);
    return name;
  };
  const ownName = wholeWord(RegExp.escape(prefix), alphanumeric);
  const nameOfTime = timeNames();
  const text = (value: string): string => {
    let result = redact(value);
    for (const [found, name] of Object.entries(fixed))
      if (found !== '') result = result.replaceAll(exactly(found), name);
    return result
      .replaceAll(pageToken, (_, key: string, token: string) => key + named('token')(token))
      .replaceAll(uuid, named('id'))
      .replaceAll(version, '$1VERSION')
      .replaceAll(pointer, 'POINTER')
      .replaceAll(time, nameOfTime)
      .replaceAll(loopback, '$1:PORT')
      .replaceAll(ownName, 'name');
  };
  const value = (data: unknown): unknown => {
    const plain: unknown = data === undefined ? undefined : JSON.parse(JSON.stringify(data) ?? 'null');
    return plain === undefined
      ? undefined
      : JSON.parse(withoutTimeNumbers(text(JSON.stringify(withOrderedKeys(plain)))));
  };
  const json = (data: unknown, indent: number): string =>
    data === undefined
      ? '(nothing)'
      : text(JSON.stringify(withOrderedKeys(JSON.parse(JSON.stringify(data) ?? 'null')), null, indent));
  return { text, json: (data) => json(data, 1), line: (data) => json(data, 0), value };
};
