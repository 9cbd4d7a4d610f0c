import { Counter } from 'k6/metrics';
import { indexOfName } from '../../../src/load/data/names.ts';
import { wrongAnswers } from './metrics.ts';
import { settings } from './settings.ts';
import { storeSize } from './store.ts';

const { prefix } = settings;

const pages = new Counter('figure_pages');
const objects = new Counter('figure_objects');
/** Pipelines of the store that no page showed. */
const gaps = new Counter('figure_gaps');
/** Pipelines of the store that more than one page, or one page twice, showed. */
const duplicates = new Counter('figure_duplicates');

export interface WalkPage {
  readonly names: readonly string[];
  /** Empty on the last page. */
  readonly next: string;
}

/**
 * Reads all pages of all lists once, and counts the pipelines 0 … N − 1 that are missing or shown twice: others come and go.
 * A walk that a wrong answer ends has no such figures. A token that it got before is a wrong answer, as it would never end.
 * Returns whether it came to its end.
 */
export const walk = (lists: number, read: (list: number, token: string) => WalkPage | undefined): boolean => {
  const n = storeSize();
  const seen = new Uint8Array(n);
  let [pageCount, objectCount, foundCount, duplicateCount] = [0, 0, 0, 0];
  for (let list = 0; list < lists; list += 1) {
    let token = '';
    const tokens = new Set<string>();
    do {
      const page = read(list, token);
      if (page === undefined) return false;
      pageCount += 1;
      objectCount += page.names.length;
      for (const name of page.names) {
        const index = indexOfName(prefix, name);
        if (index === undefined || index >= n) continue;
        if (seen[index] === 1) duplicateCount += 1;
        else foundCount += 1;
        seen[index] = 1;
      }
      token = page.next;
      if (tokens.has(token)) {
        console.warn(
          `the walk was given the token of a page that it had read: ${settings.showAnswers ? token : '(not shown)'}`,
        );
        wrongAnswers.add(1);
        return false;
      }
      tokens.add(token);
    } while (token !== '');
  }
  pages.add(pageCount);
  objects.add(objectCount);
  duplicates.add(duplicateCount);
  gaps.add(n - foundCount);
  return true;
};
