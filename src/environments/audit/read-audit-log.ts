import type { AccessReview, AuditLog, PipelineRequest } from '../audit-log.ts';
import { parseAuditEvent } from './audit-event.ts';
import { boundedHistory, type BoundedHistory } from './bounded-history.ts';
import { followLines } from './follow-lines.ts';

const limit = 20_000;

interface History {
  readonly reviews: BoundedHistory<AccessReview>;
  readonly requests: BoundedHistory<PipelineRequest>;
}

/** Reads the log that kube-apiserver writes to `file`, each time as far as it has grown; nothing while nobody asks. */
export const auditLog = (file: string): AuditLog & AsyncDisposable => {
  const lines = followLines(file);
  const histories = new Map<string, History>();
  let lostBefore = Number.NEGATIVE_INFINITY;
  let turn: Promise<void> = Promise.resolve();
  const historyOf = (requester: string): History => {
    const known = histories.get(requester);
    if (known !== undefined) return known;
    const history: History = { reviews: boundedHistory(limit), requests: boundedHistory(limit) };
    histories.set(requester, history);
    return history;
  };
  const take = (line: string): void => {
    try {
      keep(line);
    } catch (cause) {
      // What it said is not known: no answer may leave it out in silence.
      lose();
      throw cause;
    }
  };
  const keep = (line: string): void => {
    const { at, requester, review, request } = parseAuditEvent(line);
    if (review !== undefined) historyOf(requester).reviews.add(at, review);
    if (request !== undefined) historyOf(requester).requests.add(at, request);
  };
  const lose = () => {
    lostBefore = Date.now();
  };
  /** One after another: they share a position in the file. */
  const upToDate = (): Promise<void> => {
    const mine = turn.then(() => lines.readNew(take, lose));
    turn = mine.catch(() => {});
    return mine;
  };
  const historySince = async <Value>(
    requester: string,
    of: (history: History) => BoundedHistory<Value>,
    since: Date | undefined,
    what: string,
  ): Promise<readonly Value[]> => {
    await upToDate();
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
      await turn;
      await lines[Symbol.asyncDispose]();
    },
  };
};
