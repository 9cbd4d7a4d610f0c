const controls =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const names: Readonly<Record<string, string>> = { '\r': '\\r', '\f': '\\f', '\v': '\\v', '\b': '\\b' };

/**
 * Replaces invisible and unsafe characters by JavaScript escapes: control characters except newline and tab (a
 * target's answer may contain terminal sequences), direction overrides, lone surrogates, and characters that XML 1.0
 * forbids.
 */
export const visible = (text: string): string =>
  text.replace(controls, (found) => names[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
