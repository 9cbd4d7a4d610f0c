import { definitionBytes, met, notDecided, notMet, numberText, type Rule } from './rule.ts';
import { storeGrowth } from './store-growth.ts';

const leastBytes = 100_000;
const leastVersions = 1_000;
/** The share of the stored JSON, and bytes of each object, that a server may keep. */
const mostTimes = 3;
const eachObject = 2_000;
const process = 'target';

/** The memory of the server over the versions of two stores, of which both have definitions of 100 kB. */
export const serverMemory: Rule = {
  bound: `with definitions of 100 kB (sizes: 100000) and two sizes of the store, the resident memory of the server grows by at most ${mostTimes} times the definitions and 2 kB an object`,
  decide: ({ report, target }) => {
    const bytes = definitionBytes(report);
    if (bytes === undefined || bytes < leastBytes)
      return notDecided('the plan has no definitions of 100 kB each: set sizes to 100000');
    const growth = storeGrowth(report, { target, storage: 'kubernetes' });
    if (growth === undefined || growth.versions < leastVersions)
      return notDecided(`two sizes of the store are needed, ${numberText(leastVersions)} versions apart`);
    const [before, after] = [growth.smallest.rssBytes[process], growth.largest.rssBytes[process]];
    if (before === undefined || after === undefined)
      return notDecided('the memory of the server was not sampled in both stores');
    const thousands = growth.versions / 1_000;
    const allowed = mostTimes * bytes * growth.versions + eachObject * (growth.pipelines + growth.versions);
    const text = `for each 1,000 versions of ${numberText(bytes)} bytes the server keeps ${numberText((after - before) / thousands / 1e6)} MB (at most ${numberText(allowed / thousands / 1e6)} MB)`;
    return after - before <= allowed ? met(text) : notMet(text);
  },
};
