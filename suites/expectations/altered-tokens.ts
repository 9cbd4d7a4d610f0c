/** Page tokens that nobody was given, made from one that somebody was. */
export interface AlteredTokens {
  /** Each must be refused. */
  readonly refused: Readonly<Record<string, string>>;
  /** Each must be refused, or its SQL taken for text. */
  readonly data: Readonly<Record<string, string>>;
}

type Content = Readonly<Record<string, unknown>>;

/** SQL that shows itself by its time or by what is gone. */
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

/** What a token of KFP's own kind says: JSON in base64. Undefined for any other kind. */
const contentOf = (token: string): Content | undefined => {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    return typeof content === 'object' && content !== null && 'KeyFieldName' in content
      ? (content as Content)
      : undefined;
  } catch {
    // It is signed, encrypted or a mere number: what is in it is the server's secret.
    return undefined;
  }
};

const tokenOf = (content: Content): string => Buffer.from(JSON.stringify(content)).toString('base64');

const withOtherCharacter = (token: string, position: number): string =>
  `${token.slice(0, position)}${token[position] === 'A' ? 'B' : 'A'}${token.slice(position + 1)}`;

const alteredContent = (content: Content): AlteredTokens => {
  const changed = (what: string, change: Content) => [what, tokenOf({ ...content, ...change })] as const;
  return {
    refused: Object.fromEntries([
      ...identifiers.flatMap((field) => [
        changed(`${field} that sleeps`, { [field]: sleeping }),
        changed(`${field} that drops`, { [field]: dropping }),
      ]),
      ...operations.map((operation) =>
        changed(`key of Filter.${operation}`, {
          Filter: { [operation]: { [`pipelines.${sleeping}`]: [operation === 'IN' ? ['x'] : 'x'] } },
        }),
      ),
    ]),
    data: Object.fromEntries([
      ...values.map((field) => changed(field, { [field]: quoting })),
      ...operations.map((operation) =>
        changed(`value of Filter.${operation}`, {
          Filter: {
            [operation]: { [`${String(content['ModelName'])}.Name`]: [operation === 'IN' ? [quoting] : quoting] },
          },
        }),
      ),
    ]),
  };
};

/** A token with SQL in every place, where it can be read; otherwise one that was changed in several places. */
export const alteredTokens = (token: string): AlteredTokens => {
  const content = contentOf(token);
  if (content !== undefined) return alteredContent(content);
  const places = { early: 0.1, middle: 0.5, late: 0.8 };
  return {
    refused: Object.fromEntries([
      ...Object.entries(places).map(([place, part]) => [
        `altered ${place}`,
        withOtherCharacter(token, Math.floor(token.length * part)),
      ]),
      ['cut short', token.slice(0, -4)],
      ['made longer', `${token}AAAA`],
    ]),
    data: {},
  };
};
