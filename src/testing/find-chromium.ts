import { findExecutable, searchPath } from '../processes/search-path.ts';

/** The path of the machine's Chromium or Chrome, in which the project's own tests open report.html. */
export const findChromium = (): Promise<string | undefined> =>
  findExecutable(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], searchPath());
