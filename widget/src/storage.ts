/** What the browser keeps: the session from the first message on, and per tab what is not answered yet. No cookie. */
export type Kept = "session" | "teaser" | "open" | "outbox";

export const storageKey = (base: string, what: Kept): string => `career-coach ${base} ${what}`;

/** A browser may refuse to keep anything; then the conversation lives as long as the page. */
export class Keep {
  constructor(private readonly base: string) {}

  get(what: Kept): string | null {
    try {
      return this.area(what).getItem(storageKey(this.base, what));
    } catch {
      return null;
    }
  }

  set(what: Kept, value: string | null): void {
    try {
      if (value === null) this.area(what).removeItem(storageKey(this.base, what));
      else this.area(what).setItem(storageKey(this.base, what), value);
    } catch {
      // full or forbidden
    }
  }

  /** Calls back when another tab changes what is kept. */
  watch(what: Kept, changed: (value: string | null) => void): void {
    window.addEventListener("storage", (event) => {
      if (event.key === storageKey(this.base, what)) changed(event.newValue);
    });
  }

  private area(what: Kept): Storage {
    return what === "open" || what === "outbox" ? sessionStorage : localStorage;
  }
}
