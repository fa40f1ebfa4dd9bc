/** A4: what counts as a PIN. */

export const pinLength = { least: 4, most: 12 } as const;

/** The zeros of the scripts whose digits a phone here may type; each script's ten follow one another. */
const zeros = [0x09e6, 0x0966, 0x0660, 0x06f0, 0xff10];

/** Digits of any of these scripts as 0 to 9; null when it is no PIN. */
export function parsePin(text: string): string | null {
  const digits = [...text.trim()].map((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    const zero = zeros.find((first) => code >= first && code < first + 10);
    return zero === undefined ? letter : String(code - zero);
  });
  const pin = digits.join("");
  return /^\d+$/.test(pin) && pin.length >= pinLength.least && pin.length <= pinLength.most ? pin : null;
}
