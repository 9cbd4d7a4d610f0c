const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the name was not resolved',
  EAI_AGAIN: 'the name was not resolved',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the connection was not made in time',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not made in time',
  ECONNRESET: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  Z_DATA_ERROR: 'it cannot be unpacked',
  Z_BUF_ERROR: 'it cannot be unpacked',
  ENOSPC: 'no disk space left',
  EDQUOT: 'no disk space left',
};

/** Why something failed, in one line: the system's codes in words. */
export const describeDownloadFailure = (cause: unknown): string => {
  const { code, message } = cause as NodeJS.ErrnoException;
  const [line = ''] = message.split('\n');
  const words = known[code ?? ''];
  if (words === undefined) return line;
  return line === '' ? `${words} (${code})` : `${words} (${line})`;
};
