import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";
import { LONGEST_MESSAGE } from "../coach";
import { t } from "../texts";
import { Icon } from "./icons";

const COUNT_FROM = 7_000;
const TALLEST = 160;

interface Props {
  area: RefObject<HTMLTextAreaElement>;
  text: string;
  onText: (text: string) => void;
  onSend: (text: string) => void;
}

export function Composer({ area, text, onText, onSend }: Props) {
  const composing = useRef(false);
  const [touched, setTouched] = useState(false);
  const left = LONGEST_MESSAGE - text.length;
  const sendable = text.trim() !== "" && left >= 0;

  useLayoutEffect(() => {
    const element = area.current!;
    element.style.height = "auto";
    if (text) element.style.height = `${Math.min(element.scrollHeight, TALLEST)}px`; // empty, it has one row, also while it is hidden
  }, [text]);

  const send = () => {
    if (sendable) {
      onSend(text);
      setTouched(true);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || composing.current) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="compose-row">
        <textarea
          ref={area}
          rows={1}
          value={text}
          aria-label={t("compose")}
          aria-describedby={text.length > COUNT_FROM ? "count" : undefined}
          aria-invalid={left < 0 || undefined}
          placeholder={touched ? t("compose") : t("compose_hint")}
          enterkeyhint="send"
          onInput={(event) => onText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onCompositionStart={() => (composing.current = true)}
          onCompositionEnd={() => (composing.current = false)}
        />
        <button type="submit" class="send" aria-label={t("send")} aria-disabled={!sendable}>
          <Icon name="arrow" />
        </button>
      </div>
      {text.length > COUNT_FROM && (
        <div id="count" class={left < 0 ? "count problem" : "count"} role="status">
          {left < 0 ? t("over", { n: -left }) : t("left", { n: left })}
        </div>
      )}
    </form>
  );
}
