/** Unicode's simple case folding maps dotless i to itself, though its upper case is `I`. */
const dotlessI = 'ı';

const single = (text: string): string | undefined => {
  const codePoint = text.codePointAt(0);
  return codePoint !== undefined && text.length === (codePoint > 0xffff ? 2 : 1) ? text : undefined;
};

const foldCharacter = (character: string): string => {
  if (character <= '\x7f') return character >= 'A' && character <= 'Z' ? character.toLowerCase() : character;
  if (character === dotlessI) return character;
  const upper = single(character.toUpperCase()) ?? character;
  return single(upper.toLowerCase()) ?? character;
};

/**
 * Text as compared by filters: case-insensitive, accents kept (FILT-18, FILT-19). Each code point is folded on its own,
 * so that substrings stay substrings (`toLowerCase` treats a final `Σ` differently) and the number of code points stays
 * the same.
 */
export const foldCase = (text: string): string => {
  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded;
};
