import { Document, isMap, isSeq, type Node } from 'yaml';
import { isDueForReview, type Baseline } from './baseline.ts';
import { foldedEntries, type FoldedEntry } from './folded-entries.ts';

/** The comment lines at the beginning of a file, with the empty lines between them. */
export const headComments = (text: string): string => /^(?:[ \t]*(?:#.*)?\n)*/.exec(text)?.[0] ?? '';

const oneOrMore = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? '') : values;

const plainEntry = ({ requirement, lanes, scenarios, aspects, reason, vulnerability, intermittent }: FoldedEntry) => ({
  requirement,
  lane: oneOrMore(lanes),
  scenario: oneOrMore(scenarios),
  aspects: Object.fromEntries(Object.entries(aspects).map(([name, values]) => [name, oneOrMore(values)])),
  reason,
  ...(vulnerability === true && { vulnerability }),
  ...(intermittent !== undefined && { intermittent }),
});

const onOneLine = (node: unknown): void => {
  if (isMap(node) || isSeq(node)) node.flow = true;
};

/** The text of a baseline file. `head`: the comments at its beginning, as `headComments` gives them. */
export const baselineYaml = ({ entries, ...origin }: Baseline, head = ''): string => {
  const folded = foldedEntries(entries);
  const document = new Document({ ...origin, entries: folded.map(plainEntry) });
  for (const [index, entry] of folded.entries()) {
    const at = ['entries', index];
    for (const key of ['lane', 'scenario', 'intermittent']) onOneLine(document.getIn([...at, key], true));
    if (isDueForReview(entry))
      (document.getIn(at, true) as Node).commentBefore =
        ' TO BE REVIEWED: seen in as many runs as reviewAfter says; look whether it still fails, or raise reviewAfter';
  }
  return `${head}${document.toString({ lineWidth: 0, singleQuote: true })}`;
};
