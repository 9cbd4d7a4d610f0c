/** A request on the wire between the harness and a server. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Its number among the requests on this wire, from 1. */
  readonly number: number;
}

/** An answer that replaces the server's. */
export interface SpoiltAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * One fault of the wire. The server never sees a request that it spoils.
 *
 * `answer`: an answer that replaces the server's; `silence`: the connection stays open without an answer; `cut`: the
 * connection is reset.
 */
export interface WireFault {
  readonly name: string;
  readonly matches: (request: WireRequest) => boolean;
  readonly answer: SpoiltAnswer | 'silence' | 'cut';
  /** The number of requests that it spoils, the first that match; default: all. */
  readonly times?: number;
}

/** The header of every spoilt answer, with the name of its fault, by which recorded exchanges show it. */
export const faultHeader = 'x-wire-fault';

/** The path of a request, without the query. */
export const pathOf = ({ target }: Pick<WireRequest, 'target'>): string => target.replace(/\?.*/, '');
