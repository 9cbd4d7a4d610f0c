import { restPageLimit } from '../../../src/load/data/page-limits.ts';
import { loadOptions } from '../support/options.ts';
import { middleToken } from '../support/pages.ts';
import { knownByRest, readRestPage, restLists } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { page } = restLists('list-middle-page');

export const setup = (): string => middleToken(readRestPage, knownByRest(0), restPageLimit);

export const { warm, measured } = scenarios<string>((_, token) => void page(0, token));
