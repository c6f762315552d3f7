import english from "./locale/en.json";

export type TextName = keyof typeof english;

/** A text of the locale file with its placeholders filled in. */
export function t(name: TextName, values: Record<string, string | number> = {}): string {
  return english[name].replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
}
