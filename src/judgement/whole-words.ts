/**
 * The beginning of a word, for a regular expression: no character of a word stands before it, or an escape of JSON or of
 * a URL does, whose last character looks like one. `characters` is the content of a character class.
 */
export const wordStart = (characters: string): string =>
  String.raw`(?<=^|[^${characters}]|\\[bfnrt]|\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2})`;

/** An expression for a pattern where it is a word of its own, which consists of `characters`. */
export const wholeWord = (pattern: string, characters: string, flags = 'g'): RegExp =>
  new RegExp(`${wordStart(characters)}(?:${pattern})(?![${characters}])`, flags);
