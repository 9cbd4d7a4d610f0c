import { definitionBytes, notDecided, numberText, recorded, type Rule } from './rule.ts';
import { storeGrowth } from './store-growth.ts';

/** The bytes that etcd uses for a version, with its share of pipelines. */
export const etcdSize: Rule = {
  bound: 'recorded: the growth of the bytes that etcd uses between two sizes of the store, for each version',
  decide: ({ report, target }) => {
    const growth = storeGrowth(report, { target, storage: 'kubernetes' });
    if (growth === undefined)
      return notDecided('two sizes of the store, with different numbers of versions, are needed');
    const [before, after] = [growth.smallest.etcdBytesInUse, growth.largest.etcdBytesInUse];
    if (before === undefined || after === undefined)
      return notDecided('the size of etcd was not sampled in both stores');
    const bytes = definitionBytes(report);
    const definitions = bytes === undefined ? 'the sizes of real pipelines' : `${numberText(bytes)} bytes`;
    return recorded(
      `etcd uses ${numberText((after - before) / growth.versions)} bytes for each version, with ${(growth.pipelines / growth.versions).toFixed(1)} pipelines beside it; definitions have ${definitions}`,
    );
  },
};
