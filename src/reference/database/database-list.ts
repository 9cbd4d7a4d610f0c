import { sql, type RawBuilder, type Transaction } from 'kysely';
import { comparable, matches, tagOf, type Comparable } from '../model/comparison.ts';
import { fieldColumns, keyBytes, type FieldColumns } from './database-columns.ts';
import { readCount, type KeptCount } from './database-count.ts';
import type { DatabaseTables } from './database-tables.ts';
import type { ListQuery, Operation, Position, Predicate } from '../model/listing.ts';

/** A table to list: the rows with `parentValue` in the column `parent` of the count. */
export interface ListSource {
  readonly table: 'pipelines' | 'pipeline_versions';
  readonly columns: readonly string[];
  /** The number of rows without filters. */
  readonly count: KeptCount;
  readonly tagTable: 'pipeline_tags' | 'pipeline_version_tags';
  readonly tagOwner: string;
  /** Fields that are equal in all rows and have no column: predicates on them are evaluated here. */
  readonly constants: Readonly<Record<string, string>>;
}

const parameter = (field: FieldColumns, value: Comparable): Buffer | Comparable =>
  field.binary ? keyBytes(value) : value;

/** The rows after a position. The first condition is implied by the second and lets the database use the index. */
const beyond = (
  sort: FieldColumns | undefined,
  after: Position,
  descending: boolean,
): readonly RawBuilder<unknown>[] => {
  const than = sql.raw(descending ? '<' : '>');
  const laterId = sql`id ${than} ${after.id}`;
  if (sort === undefined) return [laterId];
  const column = sql.ref(sort.sort);
  const value = parameter(sort, after.sortValue);
  return [sql`${column} ${than}= ${value}`, sql`(${column} ${than} ${value} OR (${column} = ${value} AND ${laterId}))`];
};

const sqlOperators: Readonly<Record<Exclude<Operation, 'IN' | 'IS_SUBSTRING'>, string>> = {
  EQUALS: '=',
  NOT_EQUALS: '<>',
  GREATER_THAN: '>',
  GREATER_THAN_EQUALS: '>=',
  LESS_THAN: '<',
  LESS_THAN_EQUALS: '<=',
};

const condition = (source: ListSource, predicate: Predicate): RawBuilder<unknown> => {
  const tag = tagOf(predicate.key);
  if (tag !== undefined) {
    return sql`EXISTS (SELECT 1 FROM ${sql.table(source.tagTable)} AS tag
      WHERE tag.${sql.ref(source.tagOwner)} = ${sql.ref(`${source.table}.id`)}
      AND tag.tag_key = ${keyBytes(tag)} AND tag.tag_value = ${keyBytes(String(predicate.values[0]))})`;
  }
  const field = fieldColumns.get(predicate.key);
  if (field === undefined) throw new Error(`no column for the field ${predicate.key}`);
  const column = sql.ref(field.compare);
  const values = predicate.values.map((value) => parameter(field, comparable(predicate.key, value)));
  const [value] = values;
  const { operation } = predicate;
  if (operation === 'IN') return sql`${column} IN (${sql.join(values)})`;
  if (operation === 'IS_SUBSTRING') return sql`LOCATE(${value}, ${column}) > 0`;
  return sql`${column} ${sql.raw(sqlOperators[operation])} ${value}`;
};

const all = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join([...conditions], sql` AND `);

const partition = <Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [Item[], Item[]] => [
  items.filter(test),
  items.filter((item) => !test(item)),
];

/** The page plus one row, if there is one, and the number of all matching rows. */
export const listRows = async (
  transaction: Transaction<DatabaseTables>,
  source: ListSource,
  query: ListQuery,
): Promise<{ readonly rows: readonly unknown[]; readonly totalSize: number }> => {
  const [constant, stored] = partition(query.predicates, (predicate) => Object.hasOwn(source.constants, predicate.key));
  const item = { id: '', tags: {}, ...source.constants } as unknown as Parameters<typeof matches>[1];
  if (!constant.every((predicate) => matches(predicate, item))) return { rows: [], totalSize: 0 };

  const { parent, parentValue } = source.count;
  const matching = [
    sql`${sql.ref(parent)} = ${parentValue}`,
    ...stored.map((predicate) => condition(source, predicate)),
  ];
  const from = sql`FROM ${sql.table(source.table)} WHERE`;
  const count = async () => {
    const statement = sql<{ readonly total: number }>`SELECT COUNT(*) AS total ${from} ${all(matching)}`;
    return (await statement.execute(transaction)).rows[0]?.total ?? 0;
  };
  const totalSize = stored.length === 0 ? await readCount(transaction, source.count) : await count();

  const sort = fieldColumns.get(query.sortBy);
  const direction = sql.raw(query.descending ? 'DESC' : 'ASC');
  const order = sort === undefined ? sql`id ${direction}` : sql`${sql.ref(sort.sort)} ${direction}, id ${direction}`;
  const page = query.after === undefined ? matching : [...matching, ...beyond(sort, query.after, query.descending)];
  const columns = sql.join(source.columns.map((column) => sql.ref(column)));
  const statement = sql`SELECT ${columns} ${from} ${all(page)} ORDER BY ${order} LIMIT ${query.pageSize + 1}`;
  const { rows } = await statement.execute(transaction);
  return { rows, totalSize };
};
