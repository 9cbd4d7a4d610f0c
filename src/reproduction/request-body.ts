import type { HttpRequest } from '../contract/exchange.ts';
import { oneLine } from '../text/value-text.ts';
import type { KnownValues } from './known-values.ts';
import { canBePasted, hereDocument, plainText, type HereDocument, type ShellText } from './shell-text.ts';

/** Larger bodies are omitted, so that the script can be read and pasted. */
const bodyLimit = 4096;

/** The representation of bytes in a script: text, base64 in a here-document, or an omitted file. */
export type Content =
  | { readonly kind: 'text'; readonly text: ShellText }
  | { readonly kind: 'binary'; readonly base64: HereDocument }
  | { readonly kind: 'left-out'; readonly file: string; readonly remarks: readonly string[] };

export const bytesOf = (body: NonNullable<HttpRequest['body']>): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);

/** `newFile` returns the name of the next file that the user must supply. */
export const contentOf = (bytes: Buffer, known: KnownValues, newFile: () => string): Content => {
  const text = bytes.toString('utf8');
  const isText = canBePasted(text) && Buffer.from(text).equals(bytes);
  if (bytes.length > bodyLimit) {
    const file = newFile();
    const begins = isText
      ? `; it begins: ${oneLine(plainText(known.template(text.slice(0, 400), 'body')), 240)}`
      : ', binary';
    const size = bytes.length.toLocaleString('en');
    return { kind: 'left-out', file, remarks: [`${file} is not shown: the body had ${size} bytes${begins}`] };
  }
  if (isText) return { kind: 'text', text: known.template(text, 'body') };
  const lines = bytes.toString('base64').match(/.{1,76}/g) ?? [''];
  return { kind: 'binary', base64: hereDocument([lines.join('\n')]) };
};
