import { withoutCredentials } from '../text/secrets.ts';

/**
 * Replaces values that differ between runs by stable names, numbered within a scenario: ids, times, ports, page tokens,
 * the name prefix.
 */
export interface Normaliser {
  /** The text with every id, time, port and prefix replaced. */
  text(value: string): string;
  /** JSON with a stable key order and normalised texts; `undefined` becomes `(nothing)`. */
  json(value: unknown): string;
  /** The value as plain data with normalised texts. */
  value(value: unknown): unknown;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g;
const pageToken = /((?:next_page_token|page_token)["=:\s\\]+)([A-Za-z0-9+/=_.%-]{16,})/g;
const version = /("?resourceVersion"?[=:\s"\\]+)(\d+)/g;
const pointer = /\b0x[0-9a-f]{6,16}\b/g;
const loopback = /(127\.0\.0\.1|localhost|\[::1\]):\d+/g;

/** A namespace named `kubeflow` must not be replaced in API groups and in the name of the user header. */
const exactly = (name: string): RegExp => new RegExp(`${RegExp.escape(name)}(?!\\.org\\b|-userid\\b)`, 'g');

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
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
  const text = (value: string): string => {
    let result = redact(value);
    for (const [found, name] of Object.entries(fixed))
      if (found !== '') result = result.replaceAll(exactly(found), name);
    return result
      .replaceAll(pageToken, (_, key: string, token: string) => key + named('token')(token))
      .replaceAll(uuid, named('id'))
      .replaceAll(version, '$1VERSION')
      .replaceAll(pointer, 'POINTER')
      .replaceAll(time, 'TIME')
      .replaceAll(loopback, '$1:PORT')
      .replaceAll(prefix, 'name');
  };
  const value = (data: unknown): unknown => {
    const plain: unknown = data === undefined ? undefined : JSON.parse(JSON.stringify(data) ?? 'null');
    return plain === undefined ? undefined : JSON.parse(text(JSON.stringify(sorted(plain))));
  };
  return {
    text,
    json: (data) =>
      data === undefined
        ? '(nothing)'
        : text(JSON.stringify(sorted(JSON.parse(JSON.stringify(data) ?? 'null')), null, 1)),
    value,
  };
};
