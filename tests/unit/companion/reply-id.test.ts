import { createHash } from "node:crypto";
import { v5 } from "uuid";
import { describe, expect, it } from "vitest";
import { replyId } from "@edge/reply-id.ts";
import { sha1 } from "@edge/sha1.ts";

describe("reply id", () => {
  it("[R1] is the UUIDv5 of message, source and attempt", () => {
    const message = "0198b3c4-1111-7abc-8def-000000000001";
    for (const source of ["rules", "device", "model"] as const) {
      for (const attempt of [0, 1, 2, 17]) expect(replyId(message, source, attempt)).toBe(v5(`${source}:${attempt}`, message));
    }
    expect(replyId(message.toUpperCase(), "rules", 1)).toBe(replyId(message, "rules", 1));
  });

  it("[R1] refuses a message id that is no UUID", () => {
    expect(() => replyId("message-1", "rules", 1)).toThrow(new TypeError("uuidv5: the namespace is not a UUID"));
  });

  it("[R1] hashes as SHA-1 does across block borders", () => {
    for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 121, 1000]) {
      const input = Uint8Array.from({ length }, (_, i) => (i * 31) & 255);
      expect(Buffer.from(sha1(input)).toString("hex")).toBe(createHash("sha1").update(input).digest("hex"));
    }
  });
});
