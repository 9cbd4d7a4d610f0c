/** A piece of text of a script: as it stands, or the value of a variable. */
export type Part = string | { readonly variable: string };
export type ShellText = readonly Part[];

const bare = /^[\w/.,:=@%+-]+$/;
/** What means nothing inside double quotes, in scripts and where a person pastes: no `$`, backtick, `\`, `"` or `!`. */
const quietInDoubleQuotes = /^[\w\s/.,:;=@%+~&?#()<>|*^'-]*$/;

const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** `$NAME`, or `${NAME}` where what follows would be read as a part of the name. */
const reference = (variable: string, next: Part | undefined): string =>
  typeof next === 'string' && /^[\w[]/.test(next) ? `\${${variable}}` : `$${variable}`;

/** One word of a command line, whatever the text holds (but NUL, which no argument can hold). */
export const shellWord = (text: ShellText | string): string => {
  const parts = (typeof text === 'string' ? [text] : text).filter((part) => part !== '');
  const literals = parts.filter((part) => typeof part === 'string');
  if (parts.length === literals.length) {
    const whole = literals.join('');
    return bare.test(whole) ? whole : singleQuoted(whole);
  }
  if (literals.every((literal) => quietInDoubleQuotes.test(literal))) {
    return `"${parts.map((part, at) => (typeof part === 'string' ? part : reference(part.variable, parts[at + 1]))).join('')}"`;
  }
  return parts.map((part) => (typeof part === 'string' ? singleQuoted(part) : `"$${part.variable}"`)).join('');
};

/** The text as a reader sees it in a comment: variables by name. */
export const plainText = (text: ShellText): string =>
  text.map((part) => (typeof part === 'string' ? part : `$${part.variable}`)).join('');

/** What stands behind a command, and the lines that follow it. */
export interface HereDocument {
  readonly redirect: string;
  readonly lines: readonly string[];
}

/** A here-document: the text and one newline at its end, which is there in any case. */
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

/** Whether text can be pasted into a terminal and comes through as it is. */
export const canBePasted = (text: string): boolean =>
  // eslint-disable-next-line no-control-regex
  !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) && text.isWellFormed();
