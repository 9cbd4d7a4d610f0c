import { laneNames, type LaneName } from '../contract/lane-name.ts';

/** What a comparison tells of a lane that was given no answer. */
export const noAnswer = '(no answer)';

/** Why a lane observed no more: another check of the scenario failed in it. */
export const failedReason = (requirement: string): string => `${requirement} failed`;

/**
 * What a comparison of lanes observed of one aspect: the value of the lane, and that of the lane with which it is compared.
 * With one of them alone a failure could not be told from that of another day, on which the other lane answers otherwise.
 */
export const comparedValue = (own: string, base: LaneName, ofBase: string): string => `${own}; ${base}: ${ofBase}`;

const ofBase = new RegExp(`; (?:${laneNames.join('|')}): (?<value>.*)$`, 's');

/** The value of the lane alone. */
export const ownValue = (observed: string): string => observed.replace(ofBase, '');

/** The value of the lane with which it is compared; undefined if it is not told. */
export const valueOfBase = (observed: string): string | undefined => ofBase.exec(observed)?.groups?.['value'];
