/** A page token that the server did not issue, derived from one that it did. The server must refuse it. */
export interface AlteredToken {
  readonly what: string;
  readonly token: string;
  /** The token carries SQL in a value. Treating it as text is also correct. */
  readonly mayBeText: boolean;
}

type Content = Readonly<Record<string, unknown>>;

/** SQL that reveals its execution by its duration or by deleted data. */
const sleeping = 'Name, SLEEP(20)';
const dropping = 'Name; DROP TABLE pipeline_versions; DROP TABLE pipelines; -- ';
const quoting = "x' OR SLEEP(20) OR 'x'='";

const identifiers = [
  'SortByFieldName',
  'SortBySQLColumn',
  'SortByFieldPrefix',
  'KeyFieldName',
  'KeyFieldPrefix',
  'ModelName',
];
const values = ['SortByFieldValue', 'KeyFieldValue'];
const operations = ['EQ', 'NEQ', 'GT', 'GTE', 'LT', 'LTE', 'IN', 'SUBSTRING'];

/** Decodes a token in KFP's own format, JSON in base64. Returns undefined for any other format. */
const contentOf = (token: string): Content | undefined => {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    return typeof content === 'object' && content !== null && 'KeyFieldName' in content ? content : undefined;
  } catch {
    // The token is signed, encrypted or a plain number, so its content is opaque to clients.
    return undefined;
  }
};

const tokenOf = (content: Content): string => Buffer.from(JSON.stringify(content)).toString('base64');

const withOtherCharacter = (token: string, position: number): string =>
  `${token.slice(0, position)}${token[position] === 'A' ? 'B' : 'A'}${token.slice(position + 1)}`;

const alteredContent = (content: Content): readonly AlteredToken[] => {
  const changed = (what: string, change: Content, mayBeText = false) => ({
    what,
    token: tokenOf({ ...content, ...change }),
    mayBeText,
  });
  const filter = (operation: string, column: string, value: string) => ({
    Filter: { [operation]: { [`${String(content['ModelName'])}.${column}`]: [operation === 'IN' ? [value] : value] } },
  });
  return [
    ...identifiers.flatMap((field) => [
      changed(`${field} that sleeps`, { [field]: sleeping }),
      changed(`${field} that drops`, { [field]: dropping }),
    ]),
    ...operations.map((operation) => changed(`key of Filter.${operation}`, filter(operation, sleeping, 'x'))),
    ...values.map((field) => changed(`value of ${field}`, { [field]: quoting }, true)),
    ...operations.map((operation) => changed(`value of Filter.${operation}`, filter(operation, 'Name', quoting), true)),
  ];
};

/** Tokens with SQL in every field when the token is readable, otherwise tokens with several changed characters. */
export const alteredTokens = (token: string): readonly AlteredToken[] => {
  const content = contentOf(token);
  if (content !== undefined) return alteredContent(content);
  const at = (part: number) => withOtherCharacter(token, Math.floor(token.length * part));
  return Object.entries({
    'altered early': at(0.1),
    'altered in the middle': at(0.5),
    'altered late': at(0.8),
    'cut short': token.slice(0, -4),
    'made longer': `${token}AAAA`,
  }).map(([what, altered]) => ({ what, token: altered, mayBeText: false }));
};
