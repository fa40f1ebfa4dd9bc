/** What the conversation's file says in words, in the language of the screen. */
import type { MarkdownWords } from "../../domain/archive/markdown.ts";
import { currentLocale } from "../../i18n/locale.ts";
import { m } from "../../i18n/messages.ts";

export const markdownWords = (): MarkdownWords => ({
  locale: currentLocale(),
  title: m.archive_md_title(),
  you: m.archive_md_you(),
  bondhu: m.archive_md_bondhu(),
});
