/** Text made safe to store everywhere: nothing Postgres refuses may enter the queue. */

/** An unpaired surrogate, for which UTF-8 has no bytes. With the u flag a pair is one character and does not match. */
const loneSurrogate = /\p{Cs}/gu;

/** U+0000 goes, lone surrogates become U+FFFD, everything else stays byte for byte. */
export const storable = (text: string): string => text.replaceAll("\u0000", "").replace(loneSurrogate, "\uFFFD");
