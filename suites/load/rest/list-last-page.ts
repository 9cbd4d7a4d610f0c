import { restPageLimit } from '../../../src/load/data/page-limits.ts';
import { loadOptions } from '../support/options.ts';
import { lastToken } from '../support/pages.ts';
import { readRestPage, restLists } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { lastPage } = restLists('list-last-page');

export const setup = (): string => lastToken(readRestPage, restPageLimit);

export const { warm, measured } = scenarios<string>((_, token) => void lastPage(token));
