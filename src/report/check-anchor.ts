import type { LaneName } from '../contract/lane-name.ts';

/** A check by its place. */
export interface CheckPlace {
  readonly requirement: string;
  readonly lane: LaneName;
  readonly scenario: string;
}

const forFiles = (text: string): string => text.replaceAll(/[^\w.-]/g, '_');

/**
 * The id of a check in report.html, and the name of its files without their suffix: `LIST-04.kubernetes-rest.listed-in-pages`.
 * It has only letters, digits, points, hyphens and underscores.
 */
export const checkAnchor = ({ requirement, lane, scenario }: CheckPlace): string =>
  [requirement, lane.replace('/', '-'), scenario].map(forFiles).join('.');
