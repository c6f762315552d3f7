// The app that the loader loads: the panel, drawn into the widget's shadow root.
import { render } from "preact";
import { Coach } from "./coach";
import { addStyles, type Controls, type Handle } from "./handle";
import { Keep } from "./storage";
import styles from "./style.css";
import { t } from "./texts";
import { App } from "./view/App";

function mount({ config, host, root, launcher, emit }: Handle): Controls {
  addStyles(root, styles);
  const keep = new Keep(config.base);
  const coach = new Coach(config.base, keep);
  const place = document.createElement("div");
  place.className = "place";
  root.append(place);
  let open = false;

  const draw = () => render(<App coach={coach} config={config} open={open} onClose={() => show(false)} />, place);
  const badge = launcher?.querySelector<HTMLElement>(".badge");

  function show(wanted: boolean): void {
    if (open === wanted || (!wanted && !launcher)) return;
    open = wanted;
    if (open) coach.start();
    host.toggleAttribute("data-open", open);
    launcher?.setAttribute("aria-expanded", String(open));
    launcher?.setAttribute("aria-controls", "panel");
    if (launcher && coach.state.messages.length) keep.set("open", open ? "1" : null);
    draw();
    if (!open) launcher?.focus();
    emit(open ? "open" : "close");
  }

  coach.onMessage = ({ from, text }) => {
    if (launcher && open) keep.set("open", "1");
    emit("message", { from, text });
  };
  const label = launcher?.getAttribute("aria-label") ?? "";
  if (launcher && badge)
    coach.watch(() => {
      const { unread } = coach.state;
      badge.hidden = unread === 0;
      badge.textContent = String(unread);
      launcher.setAttribute("aria-label", unread ? `${label}, ${t("unread_n", { n: unread })}` : label);
    });
  draw();

  return {
    open: () => show(true),
    close: () => show(false),
    toggle: () => show(!open),
    send: (text) => coach.send(text),
    reset: () => void coach.reset(),
  };
}

(window as unknown as { careerCoachApp: typeof mount }).careerCoachApp = mount;
