import { authenticatedGroup, type Caller } from '../model/caller.ts';
import type { IdentityConfiguration } from './multi-user-configuration.ts';
import { ApiError } from '../ground/api-error.ts';

/** What a request says about its sender: a name that a proxy vouches for, or a token that is still to be reviewed. */
export type Credentials =
  { readonly kind: 'user'; readonly caller: Caller } | { readonly kind: 'token'; readonly token: string };

/** Names and values in turn, as node keeps them: its other forms of headers drop or join repeated ones. */
export type RawHeaders = readonly string[];

/** A user with more bytes than this is nobody; nor is it passed on to the Kubernetes API, which would keep it in its audit log. */
const maxUserBytes = 1024;
/** Tokens of clusters have one or two kilobytes, those of large directories a few more. */
const maxTokenLength = 32 * 1024;
const maxGroupsBytes = 32 * 1024;
/** Of names and values together. Some versions of node drop what comes after, which may be a second identity. */
const maxRawHeaders = 2000;

export const unauthenticated = (reason: string, options?: ErrorOptions): ApiError =>
  new ApiError('unauthenticated', `The request does not say who sends it: ${reason}.`, options);

/** Node reads headers as Latin-1; names are UTF-8, and one that is not would be somebody else's after a conversion. */
const utf8 = (value: string, header: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch (cause) {
    throw unauthenticated(`the header ${header} is not UTF-8`, { cause });
  }
};

const readGroups = (value: string, header: string): readonly string[] => {
  const text = utf8(value, header);
  if (Buffer.byteLength(text) > maxGroupsBytes) throw unauthenticated(`the header ${header} is too long`);
  return text
    .split(',')
    .map((group) => group.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter(Boolean);
};

/** The value of a header, undefined when it is not there. */
const single = (headers: RawHeaders, name: string): string | undefined => {
  const values = headers.filter((_value, index) => index % 2 === 1 && headers[index - 1]?.toLowerCase() === name);
  if (values.length > 1) throw unauthenticated(`the header ${name} is there ${values.length} times`);
  return values[0];
};

/**
 * Reads the user header, else the bearer token. A token beside a user header is not looked at: whoever sets the header has
 * vouched for the sender, and may pass a token on that is meant for somebody else. Refuses as `unauthenticated` when there is
 * neither, and when the one that counts is empty, repeated or too long. No refusal repeats what was sent.
 */
export const readCredentials = (headers: RawHeaders, identity: IdentityConfiguration): Credentials => {
  const { userHeader, userPrefix, groupsHeader } = identity;
  if (headers.length >= maxRawHeaders) throw unauthenticated('it has too many headers');
  const given = single(headers, userHeader);
  if (given !== undefined) {
    const user = utf8(given, userHeader);
    // What it consists of stays as it is, blanks too: another spelling is another user.
    const name = user.startsWith(userPrefix) ? user.slice(userPrefix.length) : '';
    if (name.trim() === '')
      throw unauthenticated(`the header ${userHeader} names no user${userPrefix ? ' after its prefix' : ''}`);
    if (Buffer.byteLength(name) > maxUserBytes) throw unauthenticated(`the header ${userHeader} is too long`);
    const groups = groupsHeader === undefined ? [] : readGroups(single(headers, groupsHeader) ?? '', groupsHeader);
    return { kind: 'user', caller: { user: name, groups: [...new Set([...groups, authenticatedGroup])] } };
  }
  const authorization = single(headers, 'authorization');
  if (authorization === undefined) {
    throw unauthenticated(`expected the header ${userHeader} or a bearer token, found neither`);
  }
  const token = /^bearer +(?<token>[^\s,]+)$/i.exec(authorization.trim())?.groups?.['token'];
  if (token === undefined || token.length > maxTokenLength) {
    throw unauthenticated('expected the header authorization to be "Bearer" and one token');
  }
  return { kind: 'token', token };
};
