import type { HttpRequest } from '../contract/exchange.ts';
import type { Command } from './command.ts';
import type { KnownValues } from './known-values.ts';
import { formParts, type FormPart } from './multipart.ts';
import { bytesOf, contentOf } from './request-body.ts';
import { hereDocument, plainText, shellWord } from './shell-text.ts';

/** Headers that curl sets itself, or that do not affect the answer. */
const ownHeaders = new Set(['accept', 'connection', 'content-length', 'host', 'transfer-encoding', 'user-agent']);

type Feed = Pick<Command, 'feeder' | 'stdin' | 'remarks'> & { readonly words: Command['words'] };

const nothing: Feed = { remarks: [], words: [] };

/** Passes text in a here-document, or with printf if it does not end with a newline. */
const formFeed = (part: FormPart, known: KnownValues, newFile: () => string): Feed => {
  const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
  const tail = `;filename=${quoted(part.fileName ?? '')}${part.type === undefined ? '' : `;type=${part.type}`}`;
  const form = (file: string) => [['-F', shellWord(`${part.name}=@${file}${tail}`)]];
  const content = contentOf(part.content, known, newFile);
  if (content.kind === 'left-out') return { remarks: content.remarks, words: form(content.file) };
  if (content.kind === 'binary') return { remarks: [], feeder: 'base64 -d', stdin: content.base64, words: form('-') };
  return plainText(content.text).endsWith('\n')
    ? { remarks: [], stdin: hereDocument(content.text), words: form('-') }
    : { remarks: [], feeder: `printf %s ${shellWord(content.text)}`, words: form('-') };
};

const bodyFeed = (bytes: Buffer, known: KnownValues, newFile: () => string): Feed => {
  const content = contentOf(bytes, known, newFile);
  if (content.kind === 'text') return { remarks: [], words: [['--data-raw', shellWord(content.text)]] };
  if (content.kind === 'left-out') return { remarks: content.remarks, words: [['--data-binary', `@${content.file}`]] };
  return { remarks: [], feeder: 'base64 -d', stdin: content.base64, words: [['--data-binary', '@-']] };
};

const feedOf = (request: HttpRequest, contentType: string, known: KnownValues, newFile: () => string): Feed => {
  if (request.body === undefined) return nothing;
  const bytes = bytesOf(request.body);
  const parts = formParts(contentType, bytes);
  const file = parts?.find(({ fileName }) => fileName !== undefined);
  // Only one part can come from standard input, so the body of a form with several files is sent unchanged.
  if (parts === undefined || parts.length === 0 || parts.filter(({ fileName }) => fileName !== undefined).length > 1) {
    return bodyFeed(bytes, known, newFile);
  }
  const feed = file === undefined ? nothing : formFeed(file, known, newFile);
  const fields = parts.filter((part) => part !== file);
  return {
    ...feed,
    words: [
      ...feed.words,
      ...fields.map(({ name, content }) => [
        '--form-string',
        shellWord([`${name}=`, ...known.template(content.toString('utf8'), 'body')]),
      ]),
    ],
  };
};

const headerWords = (request: HttpRequest, known: KnownValues, sentByCurl: boolean): (readonly string[])[] =>
  Object.entries(request.headers).flatMap(([name, value]) => {
    const key = name.toLowerCase();
    if (ownHeaders.has(key) || (key === 'content-type' && sentByCurl)) return [];
    // curl's syntax for a header without a value is `name;`.
    const text = value === '' ? [`${name};`] : [`${name}: `, ...known.template(value, 'plain')];
    return [['-H', shellWord(text)]];
  });

/** The curl command for a request; the variable `origin` holds the address of the server. */
export const curlCommand = (
  request: HttpRequest,
  origin: string,
  known: KnownValues,
  newFile: () => string,
): Command => {
  const { method, target } = request;
  const contentType = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const feed = feedOf(request, contentType ?? '', known, newFile);
  const isForm = feed.words.flat().includes('-F') || feed.words.flat().includes('--form-string');
  return {
    remarks: feed.remarks,
    ...(feed.feeder !== undefined && { feeder: feed.feeder }),
    ...(feed.stdin !== undefined && { stdin: feed.stdin }),
    words: [
      [
        'curl -sS',
        ...(method === 'HEAD' ? ['--head'] : method === 'GET' && request.body === undefined ? [] : [`-X ${method}`]),
        ...(/[[\]{}]/.test(target) ? ['--globoff'] : []),
        ...(/\/\.{1,2}(\/|$|\?)/.test(target) ? ['--path-as-is'] : []),
        shellWord([{ variable: origin }, ...known.template(target, 'url')]),
      ],
      ...headerWords(request, known, isForm),
      // Without this curl would send a form content type with any body.
      ...(request.body !== undefined && contentType === undefined ? [['-H', "'content-type:'"]] : []),
      ...feed.words,
    ],
  };
};
