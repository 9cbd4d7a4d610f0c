import type { Report } from './schema.ts';

const decidedProfiles = ({ verdicts: { conformance } }: Report): string => {
  const decided = conformance.filter(({ verdict }) => verdict !== 'not-decided').map(({ profile }) => profile);
  return decided.length === 0
    ? 'there is no conformance verdict'
    : `there is a conformance verdict for ${decided.join(', ')} only`;
};

/** What a reader must know before any number, in the words of every rendering. */
export const noticesOf = (report: Report): readonly { readonly title: string; readonly text: string }[] => [
  ...(report.target.selfCheck
    ? [
        {
          title: 'Self-check',
          text: "The target is the harness's own reference implementation: green here says the harness works; it says nothing about anybody's KFP.",
        },
      ]
    : []),
  ...(report.run.complete
    ? []
    : [
        {
          title: 'Partial',
          text: 'The run was interrupted. What follows are the results up to then; there is no conformance verdict.',
        },
      ]),
  ...(report.run.deaths === undefined
    ? []
    : [
        {
          title: 'The target died',
          text: `${report.run.deaths.join('; ')}. Checks that were under way then failed or are blocked because of it.`,
        },
      ]),
  ...(report.summary.checks === 0
    ? [{ title: 'No check', text: 'No check was decided, so this run says nothing.' }]
    : []),
  ...(report.options.filtered
    ? [
        {
          title: 'Filtered',
          text: `Only a part of the suites ran${report.options.filters.length === 0 ? '' : ` (${report.options.filters.join(' ')})`}, so ${decidedProfiles(report)}.`,
        },
      ]
    : []),
  ...(report.target.manifests === 'harness' && !report.target.selfCheck
    ? [
        {
          title: "The harness's manifests",
          text: 'CRDs, roles and webhook configurations came from the harness, not from the target (--manifests DIR): whatever depends on them is not decided.',
        },
      ]
    : []),
];

/** The target in one line. */
export const targetLine = ({ target }: Report): string =>
  [
    target.kind === 'reference' ? 'reference implementation' : 'binary',
    ...(target.release === '' ? [] : [target.release]),
    ...(target.commit === '' ? [] : [`commit ${target.commit.slice(0, 12)}`]),
  ].join(', ');

export const databaseLine = ({ environment: { database } }: Report): string =>
  `${database.product} ${database.version}, ${database.characterSet}, ${database.collation}`;

export const verdictWords = {
  conformant: 'conformant',
  'not-conformant': 'not conformant',
  'not-decided': 'not decided',
  'not-claimed': 'not claimed',
} as const;
