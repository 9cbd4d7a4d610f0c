import { isDeepStrictEqual } from 'node:util';
import { setImmediate } from 'node:timers/promises';
import type { WatchInterceptor } from '../clients/kubernetes.ts';
import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { Interception } from '../runner/execute-scenario.ts';
import type { NamedDatabase } from '../targets/target-host.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { deepFrozen } from './deep-frozen.ts';
import type { Mutant } from './mutant.ts';

/** Mutants in the shadow of a control: they see all that it sends and receives, and change nothing of it. */
export interface Shadows {
  /** The interception of the control, which changes nothing. */
  readonly interception: Interception;
  /**
   * The mutants that would have changed anything so far: a request, its time, an answer, an event of a watch, or the
   * target. With any other the control would have been the same.
   */
  affected(): ReadonlySet<Mutant>;
}

interface Shadow {
  readonly mutant: Mutant;
  readonly interception: Interception;
}

type Call = (...args: never[]) => unknown;

const isCall = (value: unknown): value is Call => typeof value === 'function';

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

/** The thing as a mutant sees it: its calls do nothing. */
const withoutCalls = <Thing extends object>(thing: Thing): Thing =>
  Object.fromEntries(
    Object.entries(thing).map(([name, value]) => [name, isCall(value) ? () => refused() : (value as unknown)]),
  ) as Thing;

/** The target as a mutant sees it: neither its calls nor its database and object store can be used. */
const shadowTarget = (target: StartedTarget): StartedTarget => ({
  ...withoutCalls(target),
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
  const unaffected = new Set<Shadow>(mutants.map((mutant) => ({ mutant, interception: mutant.create() })));
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

  /** The thing itself; a mutant that would replace one of its calls is affected when that is made. */
  const followed = <Thing extends object>(
    thing: Thing,
    shown: Thing,
    wrapperIn: (interception: Interception) => ((thing: Thing) => Thing) | undefined,
  ): Thing => {
    const replacing = new Map<string, Shadow[]>();
    const valueOf = (of: Thing, name: string): unknown => of[name as keyof Thing];
    for (const shadow of unaffected) {
      try {
        const wrapped = wrapperIn(shadow.interception)?.(shown) ?? shown;
        for (const name of Object.keys({ ...shown, ...wrapped })) {
          if (valueOf(wrapped, name) === valueOf(shown, name)) continue;
          if (isCall(valueOf(shown, name))) replacing.set(name, [...(replacing.get(name) ?? []), shadow]);
          else spoil(shadow);
        }
      } catch {
        spoil(shadow);
      }
    }
    const calls = Object.entries(thing).filter((entry): entry is [string, Call] => isCall(entry[1]));
    const noting = calls.map(([name, call]): [string, Call] => [
      name,
      (...args) => {
        for (const shadow of replacing.get(name) ?? []) spoil(shadow);
        return call(...args);
      },
    ]);
    return { ...thing, ...(Object.fromEntries(noting) as Partial<Thing>) };
  };

  return {
    interception: {
      intercept,
      interceptWatch,
      target: (target) => followed(target, shadowTarget(target), ({ target: wrap }) => wrap),
      packages: (packages: PackageServer) => followed(packages, withoutCalls(packages), ({ packages: wrap }) => wrap),
    },
    affected: () => affected,
  };
};
