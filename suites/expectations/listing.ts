import { itemsOf, jsonOf, number, text } from '../../src/clients/json-response.ts';
import { apiV2, type KfpClient, type Query } from '../../src/clients/kfp.ts';
import { kindOfStatus, type AnswerKind } from '../../src/lanes/answer.ts';
import type { Names } from '../../src/contract/names.ts';

/** A page as a client of the REST API gets it. A refusal has no items, no total size and no next page. */
export interface ListPage {
  readonly kind: AnswerKind;
  readonly ids: readonly string[];
  /** Names without the prefix that makes them unique to a scenario, so that pipelines and versions can be compared. */
  readonly labels: readonly string[];
  readonly displayNames: readonly string[];
  /** -1 when the answer has no total size. */
  readonly totalSize: number;
  /** `''` on the last page. */
  readonly next: string;
  readonly body: string;
}

/** The labels of a page for an observation; undefined if the page was refused, because a refusal has none. */
export const labelsShown = ({ kind, labels }: ListPage): readonly string[] | undefined =>
  kind === 'ok' ? labels : undefined;

/** One predicate of a filter, as defined by filter.proto. */
export type FilterPredicate = Readonly<Record<string, unknown>>;

/** One of the two lists of the REST API, restricted to the objects of the scenario. */
export interface Listing {
  readonly of: 'pipelines' | 'versions';
  page(query?: Query): Promise<ListPage>;
  /** The `filter` parameter with these predicates and those that restrict the list. */
  filter(...predicates: readonly FilterPredicate[]): string | undefined;
}

interface Source {
  readonly of: Listing['of'];
  readonly path: string;
  readonly key: 'pipelines' | 'pipeline_versions';
  readonly id: string;
  readonly prefix: string;
  readonly always: readonly FilterPredicate[];
}

const listing = (kfp: KfpClient, { of, path, key, id, prefix, always }: Source): Listing => {
  const filter: Listing['filter'] = (...predicates) => {
    const all = [...always, ...predicates];
    return all.length === 0 ? undefined : JSON.stringify({ predicates: all });
  };
  return {
    of,
    filter,
    page: async (query = {}) => {
      // A page token implies its filter, so the filter is not sent again.
      const narrowed = 'page_token' in query || 'filter' in query ? query : { ...query, filter: filter() };
      const response = await kfp.call('GET', path, { query: narrowed });
      const kind = kindOfStatus(response.status);
      const json = kind === 'ok' ? jsonOf(response) : {};
      const items = kind === 'ok' ? itemsOf(response, key) : [];
      return {
        kind,
        ids: items.map((item) => text(item, id)),
        labels: items.map((item) => text(item, 'name').replace(prefix, '')),
        displayNames: items.map((item) => text(item, 'display_name')),
        totalSize: 'total_size' in json ? number(json, 'total_size') : -1,
        next: text(json, 'next_page_token'),
        body: response.body,
      };
    },
  };
};

/** Every pipeline of the target. */
export const unfilteredPipelineListing = (kfp: KfpClient, names: Names): Listing =>
  listing(kfp, {
    of: 'pipelines',
    path: `${apiV2}/pipelines`,
    key: 'pipelines',
    id: 'pipeline_id',
    prefix: `${names.prefix}-`,
    always: [],
  });

/** The pipelines whose names start with the prefix of this scenario. */
export const pipelineListing = (kfp: KfpClient, names: Names): Listing =>
  listing(kfp, {
    of: 'pipelines',
    path: `${apiV2}/pipelines`,
    key: 'pipelines',
    id: 'pipeline_id',
    prefix: `${names.prefix}-`,
    always: [{ key: 'name', operation: 'IS_SUBSTRING', string_value: `${names.prefix}-` }],
  });

/** The versions of a pipeline. */
export const versionListing = (kfp: KfpClient, pipelineId: string): Listing =>
  listing(kfp, {
    of: 'versions',
    path: `${apiV2}/pipelines/${pipelineId}/versions`,
    key: 'pipeline_versions',
    id: 'pipeline_version_id',
    prefix: '',
    always: [],
  });
