/** Addresses a phone understands. */

const digits = (number: string): string => number.replace(/[^\d+]/g, "");

export const telephone = (number: string): string => `tel:${digits(number)}`;

/** `?&body=` is the one form that both Android and iOS fill in. Without a number the person chooses to whom. */
export const textMessage = (number: string | null, body: string | null): string =>
  `sms:${number === null ? "" : digits(number)}${body === null ? "" : `?&body=${encodeURIComponent(body)}`}`;
