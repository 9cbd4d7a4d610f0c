import { checksOf, type PlacedCheck } from '../judgement/check-list.ts';
import type { ModeCounts } from '../judgement/mode-counts.ts';
import { novelties, type Novelty } from '../judgement/novelty.ts';
import type { Report } from '../judgement/schema.ts';
import { counted } from '../text/counted.ts';
import { checkAnchor } from './check-anchor.ts';

type Cause = Report['causes'][number];

/** The id of a check in report.html. */
export const anchorOf = ({ requirement, lane, check }: PlacedCheck): string =>
  checkAnchor({ requirement: requirement.id, lane, scenario: check.scenario });

/** A cause with what a reader needs to recognise it, and to find its checks. */
export interface NamedCause {
  readonly cause: Cause;
  /** The sentence of the requirement that its first check decides, as text with back-ticks. */
  readonly name: string;
  /** Why its checks do not hold, in a sentence: the reason of the baseline, the refusal, or what was observed. */
  readonly sentence: string;
  /** `CRUD-15 in kubernetes/rest and 3 more (1 follows from it)` */
  readonly place: string;
  /** Its checks: those that fail on their own first. */
  readonly checks: readonly PlacedCheck[];
  /** The id in report.html of its first check. */
  readonly anchor: string;
}

const follows = ({ check }: PlacedCheck): boolean => check.echoOf !== undefined || check.blockedBy !== undefined;

const placeOf = ({ requirement, lane }: PlacedCheck, { checks, echoes }: Cause): string => {
  const more = checks - echoes - 1;
  return [
    `${requirement.id} in ${lane}`,
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(echoes > 0 ? [`(${echoes} ${echoes === 1 ? 'follows' : 'follow'} from it)`] : []),
  ].join(' ');
};

/** The causes of a report in its order: new, changed, fixed, known, each by its number of checks. */
export const namedCauses = (report: Pick<Report, 'requirements' | 'causes'>): readonly NamedCause[] => {
  const byCause = Map.groupBy(checksOf(report), ({ check }) => check.cause);
  return report.causes.flatMap((cause): readonly NamedCause[] => {
    const all = byCause.get(cause.id) ?? [];
    const checks = [...all.filter((one) => !follows(one)), ...all.filter(follows)];
    const [first] = checks;
    if (first === undefined) return [];
    return [
      {
        cause,
        name: first.requirement.text,
        sentence: cause.text,
        place: placeOf(first, cause),
        checks,
        anchor: anchorOf(first),
      },
    ];
  });
};

/** The number of causes, and of their checks, by novelty. */
export const noveltyCounts = ({
  causes,
}: Pick<Report, 'causes'>): Readonly<Record<Novelty, { readonly causes: number; readonly checks: number }>> =>
  Object.fromEntries(
    novelties.map((novelty) => {
      const own = causes.filter((cause) => cause.novelty === novelty);
      return [novelty, { causes: own.length, checks: own.reduce((sum, { checks }) => sum + checks, 0) }];
    }),
  ) as Record<Novelty, { causes: number; checks: number }>;

/**
 * `2 new (3 checks), 1 changed (1 check), 0 fixed, 115 known causes (381 checks)`: the causes by novelty, and how many
 * checks they have.
 */
export const gateCountsText = (report: Pick<Report, 'causes'>): string => {
  const counts = noveltyCounts(report);
  const part = (novelty: Novelty): string => {
    const { causes, checks } = counts[novelty];
    const words = novelty === 'known' ? counted(causes, 'known cause') : `${causes} ${novelty}`;
    return causes === 0 ? words : `${words} (${counted(checks, 'check')})`;
  };
  return novelties.map(part).join(', ');
};

/** The four numbers of the storage modes, each with its words: `27 fail in both storage modes`. */
export const modeTexts = ({
  both,
  kubernetesOnly,
  databaseOnly,
  kubernetesRules,
}: ModeCounts): Readonly<Record<keyof ModeCounts, string>> => {
  const rules = kubernetesRules.length;
  return {
    both: `${both.length} ${both.length === 1 ? 'fails' : 'fail'} in both storage modes`,
    kubernetesOnly: `${kubernetesOnly.length} in Kubernetes mode only`,
    databaseOnly: `${databaseOnly.length} in database mode only`,
    kubernetesRules: `${rules} ${rules === 1 ? 'is' : 'are'} asked of Kubernetes mode only and ${rules === 1 ? 'fails' : 'fail'} there`,
  };
};

/**
 * The storage modes in one sentence: `Of the requirements, 27 fail in both storage modes, 19 in Kubernetes mode only and 11
 * in database mode only; 22 are asked of Kubernetes mode only and fail there.`
 */
export const modesSentence = (counts: ModeCounts): string => {
  const { both, kubernetesOnly, databaseOnly, kubernetesRules } = modeTexts(counts);
  return `Of the requirements, ${both}, ${kubernetesOnly} and ${databaseOnly}; ${kubernetesRules}.`;
};
