/** A part of a text in a script: literal text, or the value of a variable. */
export type Part = string | { readonly variable: string };
export type ShellText = readonly Part[];

const bare = /^[\w/.,:=@%+-]+$/;
/**
 * Text without special characters inside double quotes, in scripts and in interactive shells: no `$`, backtick, `\`,
 * `"` or `!`.
 */
const literalInDoubleQuotes = /^[\w\s/.,:;=@%+~&?#()<>|*^'-]*$/;

const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** `$NAME`, or `${NAME}` if the following text would be read as a part of the name. */
const reference = (variable: string, next: Part | undefined): string =>
  typeof next === 'string' && /^[\w[]/.test(next) ? `\${${variable}}` : `$${variable}`;

/** Quotes any text (except NUL, which no argument can contain) as one word of a command line. */
export const shellWord = (text: ShellText | string): string => {
  const parts = (typeof text === 'string' ? [text] : text).filter((part) => part !== '');
  const literals = parts.filter((part) => typeof part === 'string');
  if (parts.length === literals.length) {
    const whole = literals.join('');
    return bare.test(whole) ? whole : singleQuoted(whole);
  }
  if (literals.every((literal) => literalInDoubleQuotes.test(literal))) {
    return `"${parts.map((part, at) => (typeof part === 'string' ? part : reference(part.variable, parts[at + 1]))).join('')}"`;
  }
  return parts.map((part) => (typeof part === 'string' ? singleQuoted(part) : `"$${part.variable}"`)).join('');
};

/** The text for a comment, with variables by name. */
export const plainText = (text: ShellText): string =>
  text.map((part) => (typeof part === 'string' ? part : `$${part.variable}`)).join('');

/** The redirection of a command, and the lines that follow it. */
export interface HereDocument {
  readonly redirect: string;
  readonly lines: readonly string[];
}

/** A here-document with the text, which always ends with one newline. */
export const hereDocument = (text: ShellText): HereDocument => {
  const expands = text.some((part) => typeof part !== 'string');
  const body = text
    .map((part, at) => {
      if (typeof part !== 'string') return reference(part.variable, text[at + 1]);
      return expands ? part.replace(/[\\$`]/g, '\\$&') : part;
    })
    .join('')
    .replace(/\n$/, '');
  const lines = body.split('\n');
  let delimiter = 'EOF';
  while (lines.includes(delimiter)) delimiter += '_';
  return { redirect: expands ? `<<${delimiter}` : `<<'${delimiter}'`, lines: [...lines, delimiter] };
};

/** Whether a text can be pasted into a terminal without being changed. */
export const canBePasted = (text: string): boolean =>
  // eslint-disable-next-line no-control-regex
  !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) && text.isWellFormed();
