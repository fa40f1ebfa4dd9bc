/** Six digits as people type and paste them: "482 913", "৪৮২৯১৩". */
const bengaliZero = 0x09e6;

/** The digits of a text, at most six, as the server reads them. */
export const codeDigits = (text: string): string =>
  [...text]
    .map((letter) => (/[০-৯]/.test(letter) ? String((letter.codePointAt(0) ?? bengaliZero) - bengaliZero) : letter))
    .filter((letter) => /[0-9]/.test(letter))
    .join("")
    .slice(0, 6);
