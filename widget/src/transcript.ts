import type { Message } from "./conversation";
import { t } from "./texts";

/** The conversation as Markdown. */
export function asMarkdown(messages: readonly Message[], title: string): string {
  const parts = messages.map(({ from, text }) => `**${from === "me" ? t("you") : title}:**\n\n${text}`);
  return [`# ${t("transcript_title", { title })}`, ...parts, ""].join("\n\n");
}
