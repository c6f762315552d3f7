import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../texts";
import { useWidget } from "./context";
import { Icon, Mark } from "./icons";

export type Page = "" | "profile" | "plan" | "restart" | "forget" | "why";

interface Props {
  started: boolean;
  heading: "h1" | "h2";
  onPage: (page: Page) => void;
  onTranscript: () => void;
  onClose?: () => void;
}

export function Header({ started, heading: Heading, onPage, onTranscript, onClose }: Props) {
  const { title } = useWidget();
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => {
    if (!open) return;
    menu.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const root = menu.current!.getRootNode();
    const outside = (event: Event) => {
      if (!menu.current?.parentElement?.contains(event.target as Node)) setOpen(false);
    };
    root.addEventListener("pointerdown", outside);
    return () => root.removeEventListener("pointerdown", outside);
  }, [open]);

  const choose = (action: () => void) => () => {
    setOpen(false);
    button.current?.focus();
    action();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const items = [...menu.current!.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const at = items.indexOf((menu.current!.getRootNode() as ShadowRoot).activeElement as HTMLElement);
    const goes: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (event.key in goes) {
      event.preventDefault();
      items.at(goes[event.key]! % items.length)!.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      setOpen(false);
      if (event.key === "Escape") {
        event.stopPropagation();
        button.current?.focus();
      }
    }
  };
  return (
    <header class="head">
      <Mark />
      <div class="names">
        <Heading class="title" id="title">{title}</Heading>
        <span class="muted">{t("subtitle")}</span>
      </div>
      <div class="menu-place" onKeyDown={onKeyDown}>
        <button ref={button} type="button" class="icon-button" aria-label={t("menu")} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="menu" />
        </button>
        {open && (
          <div ref={menu} class="menu" role="menu" aria-label={t("menu")}>
            <Item icon="person" onClick={choose(() => onPage("profile"))}>{t("menu_profile")}</Item>
            <Item icon="flag" onClick={choose(() => onPage("plan"))}>{t("menu_plan")}</Item>
            {started && <Item icon="download" onClick={choose(onTranscript)}>{t("menu_transcript")}</Item>}
            {started && <Item icon="restart" onClick={choose(() => onPage("restart"))}>{t("menu_restart")}</Item>}
          </div>
        )}
      </div>
      {onClose && (
        <button type="button" class="icon-button" aria-label={t("close")} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

function Item({ icon, onClick, children }: { icon: Parameters<typeof Icon>[0]["name"]; onClick: () => void; children: string }) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} onClick={onClick}>
      <Icon name={icon} />
      {children}
    </button>
  );
}
