// The one line that a site embeds: draws the bubble at once, loads the rest when it is needed.
import { readConfig } from "./config";
import { addStyles, type Controls, type EventName, type Handle } from "./handle";
import { storageKey } from "./storage";
import styles from "./launcher.css";
import texts from "./locale/launcher.en.json";

declare const APP_FILE: string;
type Mount = (handle: Handle) => Controls;

const page = window as unknown as { CareerCoach?: object; careerCoachApp?: Mount };
const script = document.currentScript as HTMLScriptElement | null;
if (script && !page.CareerCoach) start(script);

function start(script: HTMLScriptElement): void {
  const config = readConfig(script);
  const listeners: [EventName, (detail: unknown) => void][] = [];
  let app: Promise<Controls> | undefined;

  const host = document.createElement("career-coach");
  host.dataset.mode = config.mode;
  host.dataset.theme = config.theme;
  host.dataset.side = config.side;
  const root = host.attachShadow({ mode: "open" });
  addStyles(root, styles);

  const emit = (event: EventName, detail?: unknown) => {
    for (const [name, listener] of listeners) if (name === event) listener(detail);
  };

  const load = () =>
    (app ??= new Promise<Controls>((done, failed) => {
      const element = document.createElement("script");
      element.src = config.base + APP_FILE;
      element.onload = () => {
        done(page.careerCoachApp!({ config, host, root, launcher, emit }));
        emit("ready");
      };
      element.onerror = () => {
        app = undefined; // the next click tries again
        element.remove();
        failed(new Error(`Career Coach: ${element.src} could not be loaded.`));
      };
      document.head.append(element);
    }));
  const call = <K extends keyof Controls>(name: K, ...given: Parameters<Controls[K]>) =>
    load().then(
      (controls) => (controls[name] as (...args: unknown[]) => void)(...given),
      (error) => console.warn(error.message),
    );

  const launcher = config.mode === "bubble" ? drawLauncher() : null;

  page.CareerCoach = {
    open: () => void call("open"),
    close: () => void call("close"),
    send: (text: string) => void call("send", String(text)),
    reset: () => void call("reset"),
    on(event: EventName, listener: (detail: unknown) => void) {
      const entry: [EventName, typeof listener] = [event, listener];
      listeners.push(entry);
      return () => void listeners.splice(listeners.indexOf(entry), 1);
    },
  };

  const place = () => {
    const target = config.target && document.querySelector(config.target);
    if (target) target.append(host);
    else if (config.mode === "inline" && script.isConnected && !document.head.contains(script)) script.after(host);
    else document.body.append(host);
    if (!launcher) void call("open");
    else if (remembered("open")) void call("open");
    window.dispatchEvent(new CustomEvent("career-coach"));
  };
  if (document.body && !config.target) place();
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", place);
  else place();

  function drawLauncher(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "launcher";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", texts.open.replace("{title}", config.title));
    button.innerHTML =
      '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4c-5 0-9 3.3-9 7.5 0 2.4 1.3 4.5 3.4 5.9L6 21l4-2.1c.6.1 1.3.1 2 .1 5 0 9-3.3 9-7.5S17 4 12 4Z"/></svg><span class="badge" aria-hidden="true" hidden></span>';
    button.onclick = () => void call("toggle");
    button.onpointerenter = () => void load().catch(() => {});
    root.append(button);
    if (config.teaser && !remembered("teaser") && !remembered("session")) drawTeaser(button);
    return button;
  }

  function drawTeaser(button: HTMLElement): void {
    const teaser = document.createElement("div");
    teaser.className = "teaser";
    const say = document.createElement("button");
    say.type = "button";
    say.className = "say";
    say.textContent = config.teaser;
    const dismiss = document.createElement("button");
    dismiss.type = "button";
    dismiss.className = "dismiss";
    dismiss.setAttribute("aria-label", texts.dismiss);
    dismiss.textContent = "×";
    teaser.append(say, dismiss);
    say.onclick = () => button.click();
    dismiss.onclick = () => {
      teaser.remove();
      try {
        localStorage.setItem(storageKey(config.base, "teaser"), "1"); // asked for by the visitor; says nothing of them
      } catch {
        // a browser that keeps nothing shows the teaser again
      }
    };
    button.addEventListener("click", () => teaser.remove());
    root.prepend(teaser);
  }

  function remembered(what: "open" | "teaser" | "session"): boolean {
    try {
      const key = storageKey(config.base, what);
      return (what === "open" ? sessionStorage : localStorage).getItem(key) !== null;
    } catch {
      return false;
    }
  }
}
