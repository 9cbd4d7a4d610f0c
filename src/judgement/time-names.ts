/** A date with a time as RFC 3339 writes it, with or without a zone. */
export const timePattern = String.raw`\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)?(?!\.\d)`;

const parts = /^(\d{4}-\d\d-\d\d)(.)(\d\d:\d\d:\d\d)(?:\.(\d+))?(.*)$/;

/** The instant in a form that is equal for equal instants, and for equal local times without a zone. */
const instantOf = (date: string, clock: string, fraction: string, zone: string): string => {
  const seconds = zone === '' ? NaN : Date.parse(`${date}T${clock}${zone.toUpperCase()}`) / 1000;
  return `${Number.isNaN(seconds) ? `${date}T${clock}${zone}` : seconds}.${fraction.replace(/0+$/, '')}`;
};

/**
 * Names times by number, equal instants alike, and keeps the format: the digits of the fraction as zeros, and the zone.
 * `2026-11-23T08:00:00Z` becomes `TIME-1Z`, and `2026-11-23T10:00:00.500+02:00` becomes `TIME-2.000+02:00`.
 */
export const timeNames = (): ((found: string) => string) => {
  const numbers = new Map<string, number>();
  return (found) => {
    const [, date = '', separator = '', clock = '', fraction, zone = ''] = parts.exec(found) ?? [];
    const instant = instantOf(date, clock, fraction ?? '', zone);
    const number = numbers.get(instant) ?? numbers.size + 1;
    numbers.set(instant, number);
    const digits = fraction === undefined ? '' : `.${'0'.repeat(fraction.length)}`;
    return `TIME${separator === 'T' ? '' : separator}-${number}${digits}${zone}`;
  };
};

/**
 * A normalised text without the numbers of its times. Whether two objects are created within one second is chance, so
 * texts that must be equal in two runs or two lanes do not say which times are equal; their formats stay.
 */
export const withoutTimeNumbers = (text: string): string => text.replaceAll(/\b(TIMEt?)-\d+/g, '$1');
