import type { Config } from "./config";

/** What other scripts of the page can listen to. */
export type EventName = "ready" | "open" | "close" | "message";

/** What the loader hands to the app. */
export interface Handle {
  config: Config;
  host: HTMLElement;
  root: ShadowRoot;
  /** The bubble; null where the widget is part of the page. */
  launcher: HTMLButtonElement | null;
  emit: (event: EventName, detail?: unknown) => void;
}

/** What the app hands back. */
export interface Controls {
  open(): void;
  close(): void;
  toggle(): void;
  send(text: string): void;
  reset(): void;
}

/** Adds a style sheet in a way that the strictest Content-Security-Policy of a page allows. */
export function addStyles(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
