import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../texts";
import { Icon } from "./icons";

interface Props {
  title: string;
  onClose: () => void;
  /** A question that has to be answered before anything else. */
  alert?: boolean;
  children: ComponentChildren;
}

/** Lies over the conversation. Focus goes to its title and, when it closes, back to where it was, or else to the composer. */
export function Sheet({ title, onClose, alert, children }: Props) {
  const sheet = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const root = sheet.current!.getRootNode() as ShadowRoot;
    const before = root.activeElement as HTMLElement | null;
    heading.current?.focus();
    return () =>
      requestAnimationFrame(() => (before?.isConnected ? before : root.querySelector<HTMLElement>(".composer textarea"))?.focus());
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    <section
      ref={sheet}
      class={alert ? "sheet alert" : "sheet"}
      role={alert ? "alertdialog" : "dialog"}
      aria-labelledby="sheet-title"
      aria-describedby={alert ? "sheet-text" : undefined}
      onKeyDown={onKeyDown}
    >
      <div class="sheet-body">
        <header class="sheet-head">
          {!alert && (
            <button type="button" class="icon-button" aria-label={t("back")} onClick={onClose}>
              <Icon name="back" />
            </button>
          )}
          <h2 id="sheet-title" ref={heading} tabIndex={-1}>{title}</h2>
        </header>
        {children}
      </div>
    </section>
  );
}

interface ConfirmProps {
  title: string;
  text: string;
  yes: string;
  problem?: string;
  onYes: () => void;
  onClose: () => void;
}

export function Confirm({ title, text, yes, problem, onYes, onClose }: ConfirmProps) {
  return (
    <Sheet title={title} onClose={onClose} alert>
      <p id="sheet-text">{text}</p>
      {problem && <p class="problem" role="alert">{problem}</p>}
      <div class="row end">
        <button type="button" class="button" onClick={onClose}>{t("cancel")}</button>
        <button type="button" class="button danger" onClick={onYes}>{yes}</button>
      </div>
    </Sheet>
  );
}
