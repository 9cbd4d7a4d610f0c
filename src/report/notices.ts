import { differencesFrom, isKnown } from '../judgement/baseline-origin.ts';
import { counted } from '../text/counted.ts';
import { vulnerabilitiesOf } from '../judgement/vulnerabilities.ts';
import type { Report } from '../judgement/schema.ts';

const vulnerabilityNotice = (report: Report) => {
  const count = vulnerabilitiesOf(report).length;
  if (count === 0) return [];
  return [
    {
      title: 'Vulnerabilities',
      text: `${count} ${count === 1 ? 'finding is a vulnerability: report it' : 'findings are vulnerabilities: report them'} privately to the target's security contact first. The folder of this run is confidential: report.json, report.html, failures/, exchanges/ and logs/ contain the details.`,
    },
  ];
};

type Notice = { readonly title: string; readonly text: string };

const baselineNotices = (report: Report): readonly Notice[] => {
  const { baseline } = report.options;
  if (baseline === undefined) return [];
  const { name, unfilled, dueForReview } = baseline;
  const differences = differencesFrom(baseline, report);
  return [
    ...(differences.length === 0
      ? []
      : [
          {
            title: 'The baseline may not fit',
            text: `${name} was made with ${differences.join('; ')}. Checks that it lists may pass here, or fail in another way.`,
          },
        ]),
    ...(unfilled === 0
      ? []
      : [
          {
            title: 'The baseline is not reviewed',
            text: `${name} lists failures of ${counted(unfilled, 'check')} with a reason that is to be filled in: they pass the gate, although nobody has said why they fail.`,
          },
        ]),
    ...(dueForReview === 0
      ? []
      : [
          {
            title: 'The baseline is to be reviewed again',
            text: `the intermittent failures of ${counted(dueForReview, 'check')} in ${name} have been counted in as many runs as their \`reviewAfter\` says.`,
          },
        ]),
  ];
};

const decidedProfiles = ({ verdicts: { conformance } }: Report): string => {
  const decided = conformance.filter(({ verdict }) => verdict !== 'not-decided').map(({ profile }) => profile);
  return decided.length === 0
    ? 'there is no conformance verdict'
    : `there is a conformance verdict for ${decided.join(', ')} only`;
};

/** The notices that precede all counts in every rendering. */
export const noticesOf = (report: Report): readonly Notice[] => [
  ...vulnerabilityNotice(report),
  ...(report.target.selfCheck
    ? [
        {
          title: 'Self-check',
          text: "The target is the harness's own reference implementation: a passed gate shows that the harness works; it says nothing about any other KFP server.",
        },
      ]
    : []),
  ...(report.run.complete
    ? []
    : [
        {
          title: 'Partial',
          text: 'The run was interrupted. The results cover the time until then, which shows no profile to be conformant.',
        },
      ]),
  ...(report.run.deaths === undefined
    ? []
    : [
        {
          title: 'The target died',
          text: `${report.run.deaths.join('; ')}. Checks that were running at that time failed or are blocked because of it.`,
        },
      ]),
  ...(report.summary.checks === 0
    ? [{ title: 'No check', text: 'No check was decided, so this run says nothing.' }]
    : []),
  ...(report.options.filtered
    ? [
        {
          title: 'Filtered',
          text: `Only part of the suites was run${report.options.filters.length === 0 ? '' : ` (${report.options.filters.join('; ')})`}, so ${decidedProfiles(report)}.`,
        },
      ]
    : []),
  ...baselineNotices(report),
  ...(report.target.manifests === 'harness' && !report.target.selfCheck
    ? [
        {
          title: "The harness's manifests",
          text: 'CRDs, roles and webhook configurations came from the harness, not from the target (--manifests DIR): checks that depend on them are not decided.',
        },
      ]
    : []),
];

/** What names a build: its release, and its commit or else its digest, as far as they are known. */
export const buildParts = ({
  release,
  commit,
  sha256,
}: Pick<Report['target'], 'release' | 'commit' | 'sha256'>): readonly string[] => {
  const digest = sha256 === undefined ? [] : [`sha256 ${sha256.slice(0, 12)}`];
  return [...(isKnown(release) ? [release] : []), ...(isKnown(commit) ? [`commit ${commit.slice(0, 12)}`] : digest)];
};

/** The target in one line. A build that does not say what it is gets its digest, and the option that names its release. */
export const targetLine = ({ target }: Report): string => {
  if (target.kind === 'reference') return 'reference implementation';
  return [
    target.kind,
    ...buildParts(target),
    ...(isKnown(target.release) ? [] : ['release not known (set it with --kfp-version)']),
  ].join(', ');
};

/** The suites that judged, in one line: `kfp-conformance 0.1.0, commit 587a360d2f0c, sha256:4f1c5b0a9e3d`. */
export const suiteLine = ({
  suite: { version, commit, digest },
}: {
  readonly suite: Pick<Report['suite'], 'version' | 'commit'> & Partial<Pick<Report['suite'], 'digest'>>;
}): string =>
  [
    `kfp-conformance ${version}`,
    ...(commit === undefined
      ? []
      : [`commit ${commit.slice(0, 12)}${commit.endsWith('-dirty') ? ' with changes' : ''}`]),
    ...(digest === undefined ? [] : [digest.slice(0, 'sha256:'.length + 12)]),
  ].join(', ');

export const requestsLine = ({ run: { requests } }: Report): string =>
  `${requests.total.toLocaleString('en')} requests (${requests.perSecond.toLocaleString('en')} per second while scenarios ran)`;

const verdictWords = {
  conformant: 'conformant',
  'not-conformant': 'not conformant',
  'not-decided': 'not decided',
  'not-claimed': 'not offered',
} as const;

/**
 * The verdict as text, with the storage mode if mandatory requirements were decided in one only, because the other is
 * unknown: `conformant in kubernetes mode only`.
 */
export const verdictText = ({ verdict, modes }: Report['verdicts']['conformance'][number]): string => {
  const [mode, other] = modes;
  if (mode === undefined || other !== undefined) return verdictWords[verdict];
  if (verdict === 'conformant') return `conformant in ${mode} mode only`;
  return verdict === 'not-conformant' ? `not conformant, judged in ${mode} mode only` : verdictWords[verdict];
};
