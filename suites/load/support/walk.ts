import { Counter } from 'k6/metrics';
import { indexOfName } from '../../../src/load/data/names.ts';
import { settings } from './settings.ts';

const { n, prefix } = settings;

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
 * A walk that a wrong answer ends has no such figures. Returns whether it was not.
 */
export const walk = (lists: number, read: (list: number, token: string) => WalkPage | undefined): boolean => {
  const seen = new Uint8Array(n);
  let [pageCount, objectCount, duplicateCount] = [0, 0, 0];
  for (let list = 0; list < lists; list += 1) {
    let token = '';
    do {
      const page = read(list, token);
      if (page === undefined) return false;
      pageCount += 1;
      objectCount += page.names.length;
      for (const name of page.names) {
        const index = indexOfName(prefix, name);
        if (index === undefined || index >= n) continue;
        if (seen[index] === 1) duplicateCount += 1;
        seen[index] = 1;
      }
      token = page.next;
    } while (token !== '');
  }
  pages.add(pageCount);
  objects.add(objectCount);
  duplicates.add(duplicateCount);
  gaps.add(seen.reduce((missing, mark) => missing + 1 - mark, 0));
  return true;
};
