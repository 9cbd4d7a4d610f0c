import type { Outcome } from '../contract/outcome.ts';
import { outcomeWords } from '../contract/outcome-words.ts';
import type { Novelty } from '../judgement/novelty.ts';
import { html, type Html } from './html-text.ts';

/** An outcome as symbol and word: `✗ failed`. */
export const outcomeText = (outcome: Outcome): string =>
  `${outcomeWords[outcome].symbol} ${outcomeWords[outcome].word}`;

/** An outcome as symbol, word and colour, so that readers can distinguish outcomes by any of them. */
export const badge = (outcome: Outcome): Html => html`<span class="badge ${outcome}">${outcomeText(outcome)}</span>`;

/** A failure that is a vulnerability of the target. */
export const vulnerabilityBadge: Html = html`<span class="badge vulnerability">⚠ vulnerability</span>`;

const noveltySymbols: Readonly<Record<Novelty, string>> = { new: '✗', changed: '✗', fixed: '↺', known: '~' };

/** What a cause adds to the baseline. */
export const noveltyBadge = (novelty: Novelty): Html =>
  html`<span class="badge ${novelty}">${noveltySymbols[novelty]} ${novelty}</span>`;

/** The id of an area in the matrix. */
export const areaAnchor = (area: string): string => `area-${area}`;

/** The id of a cause in the list of causes. */
export const causeAnchor = (id: string): string => `of-${id}`;
