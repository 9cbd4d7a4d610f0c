import { chromium, type BrowserContext } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** Nothing that the browser does on its own, such as looking for updates. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium with the profile in this folder, empty if the folder is. Throws if there is none on PATH. */
export const launchBrowser = async (profile: string, javaScriptEnabled = true): Promise<BrowserContext> => {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error('there is no Chromium on PATH: apt-get install chromium');
  return chromium.launchPersistentContext(profile, { executablePath, headless: true, args: quiet, javaScriptEnabled });
};
