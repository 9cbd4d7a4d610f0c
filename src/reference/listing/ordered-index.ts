import { comparePositions, matches, positionOf, type Listed } from '../model/comparison.ts';
import type { ListQuery, Page, Position, Predicate } from '../model/listing.ts';

interface Slot<Item> extends Position {
  readonly item: Item;
}

/** Fields whose order is needed anyway, so that EQUALS on them reads the equal items only. */
const lookupFields: ReadonlySet<string> = new Set(['id', 'name', 'displayName', 'createdAt']);

const page = <Item>(all: readonly Slot<Item>[], shown: readonly Slot<Item>[], more: boolean): Page<Item> => {
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    totalSize: all.length,
    ...(more && last ? { next: { sortValue: last.sortValue, id: last.id } } : {}),
  };
};

const firstWhere = (slots: readonly Position[], holds: (slot: Position) => boolean): number => {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const slot = slots[middle];
    if (slot && holds(slot)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The first index with a position after the given one. */
const upperBound = (slots: readonly Position[], position: Position): number =>
  firstWhere(slots, (slot) => comparePositions(slot, position) > 0);

const ascendingPage = <Item>(slots: readonly Slot<Item>[], { after, pageSize }: ListQuery): Page<Item> => {
  const start = after ? upperBound(slots, after) : 0;
  const end = start + pageSize;
  return page(slots, slots.slice(start, end), end < slots.length);
};

/** The first index with a position not before the given one. */
const lowerBound = (slots: readonly Position[], position: Position): number =>
  firstWhere(slots, (slot) => comparePositions(slot, position) >= 0);

const descendingPage = <Item>(slots: readonly Slot<Item>[], { after, pageSize }: ListQuery): Page<Item> => {
  const end = after ? lowerBound(slots, after) : slots.length;
  const start = Math.max(0, end - pageSize);
  return page(slots, slots.slice(start, end).toReversed(), start > 0);
};

const slotOf = <Item extends Listed>(item: Item, field: string): Slot<Item> => ({ ...positionOf(item, field), item });

/**
 * Items in every requested order. An order is sorted on first use and then maintained, so that a page costs a binary
 * search and its own length, however many items there are.
 */
export class OrderedIndex<Item extends Listed> {
  readonly #items = new Map<string, Item>();
  readonly #orders = new Map<string, Slot<Item>[]>();

  get size(): number {
    return this.#items.size;
  }

  values(): Iterable<Item> {
    return this.#items.values();
  }

  set(item: Item): void {
    this.delete(item.id);
    this.#items.set(item.id, item);
    for (const [field, slots] of this.#orders) {
      const slot = slotOf(item, field);
      slots.splice(lowerBound(slots, slot), 0, slot);
    }
  }

  delete(id: string): void {
    const item = this.#items.get(id);
    if (!item) return;
    this.#items.delete(id);
    for (const [field, slots] of this.#orders) {
      const at = lowerBound(slots, positionOf(item, field));
      if (slots[at]?.id === id) slots.splice(at, 1);
    }
  }

  /** Sorts by these fields now, so that no request has to. */
  prepare(fields: readonly string[]): void {
    for (const field of fields) this.#order(field);
  }

  page(query: ListQuery): Page<Item> {
    const slots = query.predicates.length === 0 ? this.#order(query.sortBy) : this.#matching(query);
    return query.descending ? descendingPage(slots, query) : ascendingPage(slots, query);
  }

  #matching(query: ListQuery): readonly Slot<Item>[] {
    const holds = (slot: Slot<Item>): boolean => query.predicates.every((predicate) => matches(predicate, slot.item));
    const lookup = query.predicates.find(
      (predicate) => predicate.operation === 'EQUALS' && lookupFields.has(predicate.key),
    );
    if (!lookup) return this.#order(query.sortBy).filter(holds);
    const equal = this.#equal(lookup).filter(holds);
    return equal.map(({ item }) => slotOf(item, query.sortBy)).toSorted(comparePositions);
  }

  /** The items with the sort key of the predicate's value; longer texts may share it, so `matches` decides. */
  #equal(predicate: Predicate): readonly Slot<Item>[] {
    const probe = { id: '', [predicate.key]: predicate.values[0] } as unknown as Item;
    const { sortValue } = positionOf(probe, predicate.key);
    const slots = this.#order(predicate.key);
    const from = lowerBound(slots, { sortValue, id: '' });
    let to = from;
    while (to < slots.length && slots[to]?.sortValue === sortValue) to++;
    return slots.slice(from, to);
  }

  #order(field: string): Slot<Item>[] {
    let slots = this.#orders.get(field);
    if (!slots) {
      slots = [...this.#items.values()].map((item) => slotOf(item, field)).toSorted(comparePositions);
      this.#orders.set(field, slots);
    }
    return slots;
  }
}
