const patterns: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens: service account tokens, ours among them.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g, '[token]'],
  // The same in base64.
  [/\bZXlK[\w+/-]{40,}={0,2}/g, '[token]'],
  [/\b(Bearer|Basic)\s+[\w+/=.~-]{8,}/gi, '$1 [redacted]'],
  // user:password@host, as in data source names and URLs.
  [/([\w.%-]+):([^\s:@/]+)@((?:tcp|unix)\(|[\w.[-])/g, '$1:[redacted]@$3'],
  [/\b((?:set-)?cookie["']?\s*[=:]\s*\[?["']?)([^"'\]]+)/gi, '$1[redacted]'],
  [
    /((?:password|passwd|secret|secret_?key|token|access_?key|api[_-]?key)["']?\s*[=:]\s*["']?)([^\s"',;&]+)/gi,
    '$1[redacted]',
  ],
  [/((?:client-key|client-certificate|certificate-authority)-data:\s*)\S+/g, '$1[redacted]'],
  // Private keys that some log printed in one line with escaped line ends.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----/g, '[private key]'],
];

/** Makes a function that takes a log line by line and gives it without secrets; undefined for lines to leave out. */
export const redactor = (secrets: readonly string[]): ((line: string) => string | undefined) => {
  const known = secrets.filter((secret) => secret.length >= 4);
  let insideKey = false;
  return (line) => {
    if (insideKey) {
      insideKey = !/-----END [A-Z ]*PRIVATE KEY-----/.test(line);
      return undefined;
    }
    let clean = line;
    for (const secret of known) clean = clean.replaceAll(secret, '[redacted]');
    for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(clean)) {
      insideKey = true;
      return '[private key]';
    }
    return clean;
  };
};
