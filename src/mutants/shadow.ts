import { isDeepStrictEqual } from 'node:util';
import { setImmediate } from 'node:timers/promises';
import type { WatchInterceptor } from '../clients/kubernetes.ts';
import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import type { Interception } from '../runner/execute-scenario.ts';
import type { NamedDatabase } from '../targets/target-host.ts';
import type { SourceTaps } from '../targets/source-taps.ts';
import { deepFrozen } from './deep-frozen.ts';
import type { DefectiveTarget, Mutant } from './mutant.ts';

/** Mutants in the shadow of a control: they see all that it sends and receives, and change nothing of it. */
export interface Shadows {
  /** The interception of the control on its target, which changes nothing. */
  interception(target: DefectiveTarget): Interception;
  /**
   * The mutants that would have changed anything so far: a request, its time, an answer, an event of a watch, what an
   * instrument read, or the target. With any other the control would have been the same.
   */
  affected(): ReadonlySet<Mutant>;
}

interface Shadow {
  readonly mutant: Mutant;
  readonly interception: Interception;
}

/** A buffer reads as another text than other bytes. */
const copied = (bytes: Uint8Array): Uint8Array => (Buffer.isBuffer(bytes) ? Buffer.from(bytes) : new Uint8Array(bytes));

/** Objects of a mutant cannot be changed in place: the attempt throws. */
const frozenRequest = ({ headers, body, ...rest }: HttpRequest): HttpRequest =>
  Object.freeze({
    ...rest,
    headers: Object.freeze({ ...headers }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : copied(body) }),
  });

const frozenResponse = ({ headers, ...rest }: HttpResponse): HttpResponse =>
  Object.freeze({ ...rest, headers: Object.freeze({ ...headers }) });

const haveSameBytes = ({ body: one }: HttpRequest, { body: other }: HttpRequest): boolean =>
  one instanceof Uint8Array && other instanceof Uint8Array ? Buffer.compare(one, other) === 0 : one === other;

const refused = (): never => {
  throw new Error('a mutant in the shadow of a control reaches nothing');
};

/** What stands for a database that a mutant could reach past the interception: every use of it throws. */
const unreachable: NamedDatabase = new Proxy<NamedDatabase>(Object.create(null), { get: refused });

/** The target as a mutant sees it: it cannot be restarted, and neither its database nor its object store can be used. */
const shadowTarget = (target: DefectiveTarget): DefectiveTarget => ({
  ...target,
  restart: refused,
  ...(target.database !== undefined && { database: unreachable }),
  ...(target.objectStore !== undefined && { objectStore: 'shadow:' }),
});

/** One mutant that follows an exchange of the control. */
interface Follower {
  /** Hands it the request. */
  start(): void;
  /** It has sent the request, and waits for the answer. */
  mustWait(): void;
  /** Hands it what became of the request. */
  settle(end: End): void;
  /** It has passed that on. */
  mustHavePassedOn(end: End): void;
}

/** How an exchange ends. */
type End = { readonly response: HttpResponse } | { readonly failure: unknown };

const follower = (
  { interception: { intercept } }: Shadow,
  request: HttpRequest,
  destination: readonly [Parameters<Interceptor>[2], replica?: number | undefined],
  spoil: () => void,
): Follower => {
  const answered = Promise.withResolvers<HttpResponse>();
  answered.promise.catch(() => {});
  let sent = 0;
  let passedOn: End | undefined;
  const send = async (forwarded: HttpRequest): Promise<HttpResponse> => {
    sent += 1;
    if (sent === 1 && isDeepStrictEqual(forwarded, request)) return answered.promise;
    spoil();
    return refused();
  };
  const run = async (): Promise<void> => {
    try {
      passedOn = { response: await (intercept?.(request, send, ...destination) ?? send(request)) };
    } catch (failure) {
      passedOn = { failure };
    }
  };
  return {
    start: () => void run(),
    mustWait: () => {
      if (sent !== 1 || passedOn !== undefined) spoil();
    },
    settle: (end) => {
      if ('response' in end) answered.resolve(end.response);
      else answered.reject(end.failure);
    },
    mustHavePassedOn: (end) => {
      const isSame =
        'response' in end
          ? isDeepStrictEqual(passedOn, end)
          : passedOn !== undefined && 'failure' in passedOn && passedOn.failure === end.failure;
      if (!isSame) spoil();
    },
  };
};

/** So many followers act before other scenarios get their turn. */
const inOneTurn = 16;

/** Lets all followers act, and looks at each when it has done all that needs no time. */
const letAct = async (
  followers: readonly Follower[],
  act: (follower: Follower) => void,
  look: (follower: Follower) => void,
): Promise<void> => {
  for (let first = 0; first < followers.length; first += inOneTurn) {
    const turn = followers.slice(first, first + inOneTurn);
    for (const one of turn) act(one);
    await setImmediate();
    for (const one of turn) look(one);
  }
};

/**
 * Puts mutants in the shadow of a control. They run beside it, with its times and its parallel requests: whatever a
 * mutant does not send, answer or pass on unchanged, and at once, counts as changed.
 */
export const shadowsOf = (mutants: readonly Mutant[]): Shadows => {
  const unaffected = new Set<Shadow>();
  const affected = new Set<Mutant>();
  const spoil = (shadow: Shadow): void => {
    unaffected.delete(shadow);
    affected.add(shadow.mutant);
  };

  const intercept: Interceptor = async (request, send, ...destination) => {
    const copy = frozenRequest(request);
    const followers = [...unaffected]
      .filter(({ interception }) => interception.intercept !== undefined)
      .map((shadow) => follower(shadow, copy, destination, () => spoil(shadow)));
    await letAct(
      followers,
      (one) => one.start(),
      (one) => one.mustWait(),
    );
    // Bytes cannot be frozen, and which mutant changed them is unknown.
    if (!haveSameBytes(copy, request)) for (const shadow of unaffected) spoil(shadow);
    const ends = async (end: End): Promise<void> =>
      letAct(
        followers,
        (one) => one.settle(end),
        (one) => one.mustHavePassedOn(end),
      );
    try {
      const response = await send(request);
      await ends({ response: frozenResponse(response) });
      return response;
    } catch (failure) {
      await ends({ failure });
      throw failure;
    }
  };

  const interceptWatch: WatchInterceptor = (event) => {
    const copy = deepFrozen(structuredClone(event));
    for (const shadow of unaffected) {
      try {
        const events = shadow.interception.interceptWatch?.(copy) ?? [copy];
        if (!isDeepStrictEqual(events, [copy])) spoil(shadow);
      } catch {
        spoil(shadow);
      }
    }
    return [event];
  };

  /** What an instrument reads; a mutant that would change it is affected. */
  const tapped = <Read>(read: Read, change: (taps: SourceTaps, copy: Read) => Read | undefined): Read => {
    const copy = deepFrozen(structuredClone(read));
    for (const shadow of unaffected) {
      try {
        if (!isDeepStrictEqual(change(shadow.interception.taps ?? {}, copy) ?? copy, copy)) spoil(shadow);
      } catch {
        spoil(shadow);
      }
    }
    return read;
  };

  return {
    interception: (target) => {
      for (const mutant of mutants) unaffected.add({ mutant, interception: mutant.create(shadowTarget(target)) });
      return {
        intercept,
        interceptWatch,
        interceptOrder: async (_order, carryOut) => {
          // Whether it would be carried out is not tried, because that cannot be undone.
          for (const shadow of unaffected) if (shadow.interception.interceptOrder !== undefined) spoil(shadow);
          return carryOut();
        },
        taps: {
          auditLog: (lines) => tapped(lines, ({ auditLog }, copy) => auditLog?.(copy)),
          sql: (rows, statement) => tapped(rows, ({ sql }, copy) => sql?.(copy, statement)),
          objectStore: (lines) => tapped(lines, ({ objectStore }, copy) => objectStore?.(copy)),
          packages: (lines) => tapped(lines, ({ packages }, copy) => packages?.(copy)),
        },
      };
    },
    affected: () => affected,
  };
};
