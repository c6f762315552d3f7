/** What a site owner can set on the script tag. */
export interface Config {
  /** Where the channel lives, with a slash at the end. */
  base: string;
  mode: "bubble" | "inline" | "page";
  theme: "auto" | "light" | "dark";
  side: "right" | "left";
  title: string;
  /** A sentence beside the bubble, shown once to a visitor; empty for none. */
  teaser: string;
  /** Selector of the element an inline widget is put into; empty for the place of the script. */
  target: string;
}

const one = <T extends string>(value: string | undefined, allowed: readonly T[]): T =>
  allowed.includes(value as T) ? (value as T) : allowed[0]!;

export function readConfig(script: HTMLScriptElement): Config {
  const { mode, theme, side, title, teaser, target } = script.dataset;
  return {
    base: new URL(".", script.src).href,
    mode: one(mode, ["bubble", "inline", "page"]),
    theme: one(theme, ["auto", "light", "dark"]),
    side: one(side, ["right", "left"]),
    title: title || "Career coach",
    teaser: teaser || "",
    target: target || "",
  };
}
