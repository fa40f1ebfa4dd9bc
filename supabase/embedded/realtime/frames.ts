/** Phoenix frames as supabase-js speaks them: protocol 1.0.0 (objects), 2.0.0 (arrays, and binary broadcasts). */
import * as v from "valibot";
import { isDeeper } from "../http/request-body.ts";
import { bodies } from "../limits.ts";

const reference = v.nullish(v.string(), null);
const payload = v.nullish(v.record(v.string(), v.unknown()), {});

const objectFrame = v.pipe(
  v.object({ join_ref: reference, ref: reference, topic: v.string(), event: v.string(), payload }),
  v.transform(({ join_ref, ...rest }) => ({ joinRef: join_ref, ...rest })),
);
const arrayFrame = v.pipe(
  v.tuple([reference, reference, v.string(), v.string(), payload]),
  v.transform(([joinRef, ref, topic, event, body]) => ({ joinRef, ref, topic, event, payload: body })),
);
const frameSchema = v.union([arrayFrame, objectFrame]);
export type Frame = v.InferOutput<typeof frameSchema>;

const userBroadcast = 3;
const jsonEncoding = 1;

/** Throws for what is nested too deep as for what is no JSON: whoever writes it again would run out of stack. */
function parseJson(bytes: Buffer): unknown {
  if (isDeeper(bytes, bodies.jsonDepth)) throw new Error("nested too deep");
  return JSON.parse(bytes.toString("utf8"));
}

/** Kind, five lengths, an encoding byte, then join_ref, ref, topic, event, metadata and the body. */
function decodeBinary(bytes: Buffer): unknown {
  const [kind, joinRefLength = 0, refLength = 0, topicLength = 0, eventLength = 0, metaLength = 0, encoding] = bytes;
  if (kind !== userBroadcast || encoding !== jsonEncoding) throw new Error("unknown binary frame");
  let offset = 7;
  const take = (length: number) => bytes.toString("utf8", offset, (offset += length));
  const [joinRef, ref, topic, event] = [take(joinRefLength), take(refLength), take(topicLength), take(eventLength)];
  const meta = bytes.subarray(offset, offset + metaLength);
  const body = parseJson(bytes.subarray(offset + metaLength));
  return [joinRef, ref, topic, "broadcast", { type: "broadcast", event, payload: body, ...(metaLength === 0 ? {} : { meta: parseJson(meta) }) }];
}

/** Null for anything that is not a frame. */
export function decodeFrame(data: Buffer, binary: boolean): Frame | null {
  try {
    const parsed = v.safeParse(frameSchema, binary ? decodeBinary(data) : parseJson(data));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

export type FrameEncoder = (frame: Frame) => string;

export function frameEncoder(protocolVersion: string): FrameEncoder {
  return protocolVersion.startsWith("2")
    ? ({ joinRef, ref, topic, event, payload: body }) => JSON.stringify([joinRef, ref, topic, event, body])
    : ({ joinRef, ref, topic, event, payload: body }) => JSON.stringify({ join_ref: joinRef, ref, topic, event, payload: body });
}
