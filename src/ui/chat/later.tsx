/** The parts of the chat that come after its first picture, in one module: each file more is one more in the worker's list. */
import { m } from "../../i18n/messages.ts";
import { ChatActions } from "./actions/chat-actions.tsx";
import { Announcer } from "./announcer.tsx";
import { Attempts } from "./attempts.tsx";
import { FailedNote } from "./failed-note.tsx";
import { ProblemWords } from "./problem-words.tsx";
import { StoppedReply } from "./stopped-reply.tsx";

const SimpleReplyWhy = () => m.chat_simple_reply_why();

export const later = { Announcer, ChatActions, Attempts, FailedNote, ProblemWords, SimpleReplyWhy, StoppedReply };
