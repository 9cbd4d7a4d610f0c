import type { AuditLog, AuditQuery } from '../audit-log.ts';
import { parseAuditEvent } from './audit-event.ts';
import { boundedHistory, type BoundedHistory } from './bounded-history.ts';
import { followLines } from './follow-lines.ts';

const limit = 40_000;

/** A line, and what a query can ask of it. */
interface Entry extends Pick<AuditQuery, 'reviewed' | 'object'> {
  readonly line: string;
}

/** The audit log that kube-apiserver writes to `file`. New lines are read only when the log is queried. */
export const auditLog = (file: string): AuditLog & AsyncDisposable => {
  const lines = followLines(file);
  const histories = new Map<string, BoundedHistory<Entry>>();
  let lostBefore = Number.NEGATIVE_INFINITY;
  let lastRead: Promise<void> = Promise.resolve();
  const historyOf = (requester: string): BoundedHistory<Entry> => {
    const known = histories.get(requester);
    if (known !== undefined) return known;
    const history = boundedHistory<Entry>(limit);
    histories.set(requester, history);
    return history;
  };
  const addLine = (line: string): void => {
    try {
      addEvent(line);
    } catch (cause) {
      // The event in this line is unknown, so queries must not return a list that silently omits it.
      markIncomplete();
      throw cause;
    }
  };
  const addEvent = (line: string): void => {
    const { at, requester, review, request } = parseAuditEvent(line);
    if (review !== undefined) historyOf(requester).add(at, { line, reviewed: review.user });
    if (request !== undefined) historyOf(requester).add(at, { line, object: request.name });
  };
  const markIncomplete = () => {
    lostBefore = Date.now();
  };
  /** Reads are sequential because they share a position in the file. */
  const readNewLines = (): Promise<void> => {
    const read = lastRead.then(() => lines.readNew(addLine, markIncomplete));
    lastRead = read.catch(() => {});
    return read;
  };
  const entriesOf = (requester: string, since: Date | undefined): readonly Entry[] => {
    const history = historyOf(requester);
    history.incompleteBefore(lostBefore);
    return history.since(since?.getTime() ?? Number.NEGATIVE_INFINITY, `lines about ${requester}`);
  };
  return {
    lines: async ({ since, requester, reviewed, object }) => {
      await readNewLines();
      const requesters = requester === undefined ? [...histories.keys()] : [requester];
      return requesters
        .flatMap((each) => entriesOf(each, since))
        .filter((entry) => (reviewed ?? entry.reviewed) === entry.reviewed && (object ?? entry.object) === entry.object)
        .map(({ line }) => line);
    },
    [Symbol.asyncDispose]: async () => {
      await lastRead;
      await lines[Symbol.asyncDispose]();
    },
  };
};
