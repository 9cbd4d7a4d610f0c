/** What must not be written down anywhere: values, each with the name that stands in its place. */
export interface Secrets {
  /**
   * Makes a value known under a name: TOKEN_ALICE stands in texts as `$TOKEN_ALICE`. Another value of that name becomes
   * TOKEN_ALICE_2. Throws on a name that a script could not use.
   */
  add(value: string, name: string): void;
  /** Says of the value of a credential header that it is none, so that it can be read: `Bearer broken`. */
  harmless(value: string): void;
  isHarmless(value: string): boolean;
  /** The text without secrets: those that are known, however they are encoded, and what looks like a credential. */
  redact(text: string): string;
}

/** The names that stand for secrets, as they stand in a text. */
export const secretNames = /\$((?:TOKEN|KEY|COOKIE|PASSWORD)(?:_[A-Z0-9]+)*)(?!\w)/g;

const validName = /^(?:TOKEN|KEY|COOKIE|PASSWORD)(?:_[A-Z0-9]+)*$/;

/** Shorter ones stand in too many texts that are no secret. */
const shortest = 6;

/**
 * Credentials that nobody made known: JSON Web Tokens (in base64 as well), private keys, passwords in URLs. Most texts do
 * not hold the hint, which is found much faster than the pattern.
 */
const patterns: readonly (readonly [hint: string, pattern: RegExp, standsFor: string])[] = [
  ['eyJ', /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, '[token]'],
  ['ZXlK', /\bZXlK[\w+/-]{40,}={0,2}/g, '[token]'],
  ['PRIVATE KEY', /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key]'],
  ['//', /(\/\/[^\s:@/"'<>]*:)[^\s@/"'<>]+@/g, '$1[redacted]@'],
];

/** How base64 writes a value that stands at any place of a longer text: what no neighbour can change of it. */
const base64Cores = (value: string): readonly string[] =>
  [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
    const from = Math.ceil((offset * 8) / 6);
    return bytes.toString('base64').slice(from, Math.floor((bytes.length * 8) / 6));
  });

type Form = readonly [form: string, standsFor: string];

/** Every way in which a text may hold a value, each with what comes in its place. */
const formsOf = (value: string, name: string): readonly Form[] => {
  const base64 = [Buffer.from(value).toString('base64'), ...base64Cores(value)];
  const plain = [
    value,
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    new URLSearchParams([['', value]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
  ];
  const encoded = [
    ...base64,
    ...base64.map((text) => encodeURIComponent(text)),
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')),
  ];
  const forms = new Map([
    ...plain.map((form): Form => [form, `$${name}`]),
    // What stands before and after belongs to the same text.
    ...encoded.map((form): Form => [form, `[$${name} in base64]`]),
  ]);
  return [...forms].filter(([form]) => form.length >= shortest);
};

export const secretRegistry = (): Secrets => {
  const names = new Map<string, string>();
  const harmless = new Set<string>();
  /** The longest first: one may hold another. */
  let forms: readonly Form[] = [];
  return {
    add: (value, name) => {
      if (!validName.test(name))
        throw new Error(`a secret called ${name}: expected TOKEN, KEY, COOKIE or PASSWORD, then _ and capitals`);
      if (value.length < shortest || names.has(value)) return;
      const taken = new Set(names.values());
      let own = name;
      for (let number = 2; taken.has(own); number += 1) own = `${name}_${number}`;
      names.set(value, own);
      forms = [...forms, ...formsOf(value, own)].toSorted(([a], [b]) => b.length - a.length);
    },
    harmless: (value) => void harmless.add(value),
    isHarmless: (value) => harmless.has(value),
    redact: (text) => {
      let clean = text;
      for (const [form, standsFor] of forms) if (clean.includes(form)) clean = clean.replaceAll(form, () => standsFor);
      for (const [hint, pattern, standsFor] of patterns)
        if (clean.includes(hint)) clean = clean.replace(pattern, standsFor);
      return clean;
    },
  };
};

const nothingKnown = secretRegistry();

/** The text without what looks like a credential. */
export const withoutCredentials = (text: string): string => nothingKnown.redact(text);
