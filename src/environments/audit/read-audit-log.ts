import type { AccessReview, AuditLog, PipelineRequest } from '../audit-log.ts';
import { parseAuditEvent } from './audit-event.ts';
import { boundedHistory, type BoundedHistory } from './bounded-history.ts';
import { followLines } from './follow-lines.ts';

const limit = 20_000;

interface History {
  readonly reviews: BoundedHistory<AccessReview>;
  readonly requests: BoundedHistory<PipelineRequest>;
}

/** The audit log that kube-apiserver writes to `file`. New lines are read only when the log is queried. */
export const auditLog = (file: string): AuditLog & AsyncDisposable => {
  const lines = followLines(file);
  const histories = new Map<string, History>();
  let lostBefore = Number.NEGATIVE_INFINITY;
  let lastRead: Promise<void> = Promise.resolve();
  const historyOf = (requester: string): History => {
    const known = histories.get(requester);
    if (known !== undefined) return known;
    const history: History = { reviews: boundedHistory(limit), requests: boundedHistory(limit) };
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
    if (review !== undefined) historyOf(requester).reviews.add(at, review);
    if (request !== undefined) historyOf(requester).requests.add(at, request);
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
  const historySince = async <Value>(
    requester: string,
    of: (history: History) => BoundedHistory<Value>,
    since: Date | undefined,
    what: string,
  ): Promise<readonly Value[]> => {
    await readNewLines();
    const history = of(historyOf(requester));
    history.incompleteBefore(lostBefore);
    return history.since(since?.getTime() ?? Number.NEGATIVE_INFINITY, `${what} of ${requester}`);
  };
  return {
    accessReviewsOf: async (requester, user, since) =>
      (await historySince(requester, ({ reviews }) => reviews, since, 'access reviews')).filter(
        (review) => review.user === user,
      ),
    pipelineRequestsOf: (requester, since) =>
      historySince(requester, ({ requests }) => requests, since, 'requests for pipelines'),
    [Symbol.asyncDispose]: async () => {
      await lastRead;
      await lines[Symbol.asyncDispose]();
    },
  };
};
