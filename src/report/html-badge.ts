import type { LaneName } from '../contract/lane-name.ts';
import type { Outcome } from '../contract/outcome.ts';
import type { Profile } from '../contract/requirement.ts';
import type { Tally } from '../judgement/check-list.ts';
import { html, type Html } from './html-text.ts';
import { bySeverity, outcomeWords } from '../contract/outcome-words.ts';

/** An outcome as symbol, word and colour, so that readers can distinguish outcomes by any of them. */
export const badge = (outcome: Outcome, count?: number): Html =>
  html`<span class="badge ${outcome}"
    ><span aria-hidden="true">${outcomeWords[outcome].symbol}</span>
    ${count === undefined ? '' : `${count} `}${outcomeWords[outcome].word}</span
  >`;

/** A failure that is a vulnerability of the target. */
export const vulnerabilityBadge: Html = html`<span class="badge vulnerability">vulnerability</span>`;

export const tallyBadges = (tally: Tally): Html =>
  html`${bySeverity.filter((outcome) => (tally[outcome] ?? 0) > 0).map((outcome) => badge(outcome, tally[outcome]))}`;

/** The anchor of the requirements of an area within a profile. */
export const areaAnchor = (profile: Profile, area: string): string => `${profile}.${area}`;

/** The anchor of the failures of a requirement in a lane. */
export const anchorOf = (requirement: string, lane: LaneName): string => `${requirement}.${lane.replace('/', '-')}`;
