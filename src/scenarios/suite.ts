import { withMultiUserVariants } from './multi-user-variant.ts';
import type { Suite } from './scenario.ts';

type Adapter = (suite: Suite) => void;

const adapterKey = Symbol.for('kfp-conformance.suite-adapter');
const holder = globalThis as typeof globalThis & { [adapterKey]?: Adapter };

/** Registers every suite that is loaded from now on with a test runner; without an adapter a suite is data only. */
export const adaptSuites = (adapter: Adapter): void => {
  holder[adapterKey] = adapter;
};

/** Defines the default export of a suite file: its scenarios as data, and as tests if a test runner loads the file. */
export const defineSuite = (suite: Suite): Suite => {
  const whole = withMultiUserVariants(suite);
  holder[adapterKey]?.(whole);
  return whole;
};
