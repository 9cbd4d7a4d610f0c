import { loadOptions } from '../support/options.ts';
import { restLists } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { page } = restLists('list-first-page');

export const { warm, measured } = scenarios((iteration) => void page(iteration));
