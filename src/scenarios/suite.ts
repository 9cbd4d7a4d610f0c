import { withTwins } from './multi-user-variant.ts';
import type { Suite } from './scenario.ts';

type Adapter = (suite: Suite) => void;

const adapterKey = Symbol.for('kfp-conformance.suite-adapter');
const holder = globalThis as typeof globalThis & { [adapterKey]?: Adapter };

/** Makes every suite loaded from now on known to a test runner; without it a suite is data only. */
export const adaptSuites = (adapter: Adapter): void => {
  holder[adapterKey] = adapter;
};

/** What a suite file exports by default: its scenarios, as data, and as tests where a test runner has loaded the file. */
export const defineSuite = (suite: Suite): Suite => {
  const whole = withTwins(suite);
  holder[adapterKey]?.(whole);
  return whole;
};
