import { loadOptions } from '../support/options.ts';
import { inPart } from '../support/parts.ts';
import { findVersions, restVersionLists, type ListedVersions } from '../support/rest-version-lists.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions({ parts: ['first', 'middle'] });

const { page } = restVersionLists('list-versions');

export const setup = findVersions;

/** In turn the first page of the versions of pipeline PARENT, and the one in their middle. */
export const { warm, measured } = scenarios<ListedVersions>((iteration, { id, middle }) => {
  const isFirst = iteration % 2 === 0;
  inPart(isFirst ? 'first' : 'middle');
  page(id, isFirst ? '' : middle);
});
