/** Takes apart what is shown in its own place: the text of an answer names its reason and its source too, for channels without places. */
import type { Metadata } from "./conversation";

export interface Answer {
  body: string;
  because: string[];
}

export function takeApart(text: string, { because = [], sources = [] }: Metadata = {}): Answer {
  const reason = because.length ? `I say this because ${because.join(" and ")}.` : "";
  const lines = text.split("\n");
  const kept = lines.filter((line) => !(reason && line.trim() === reason));
  const found = kept.length < lines.length;
  if (sources.length && /^Sources?: /.test(kept[kept.length - 1] ?? "")) kept.pop();
  return { body: kept.join("\n").trim(), because: found ? because : [] };
}
