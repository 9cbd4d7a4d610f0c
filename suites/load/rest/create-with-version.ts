import { loadOptions } from '../support/options.ts';
import { restUploads } from '../support/rest-versions.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { pipeline } = restUploads('create-with-version');

export const { warm, measured } = scenarios((iteration) => void pipeline(settings.first + iteration));
