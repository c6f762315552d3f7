import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Coach } from "../coach";
import type { Config } from "../config";
import { chosen, type Message } from "../conversation";
import { save } from "../save";
import { t, type TextName } from "../texts";
import { asMarkdown } from "../transcript";
import { Composer } from "./Composer";
import { useCoachState, WidgetContext } from "./context";
import { Why } from "./Feedback";
import { Header, type Page } from "./Header";
import { Icon, Mark } from "./icons";
import { MessageView } from "./MessageView";
import { MyPlan, Profile } from "./Profile";
import { Confirm } from "./Sheet";

const NEAR_THE_END = 80;
const STARTERS = ["starter_1", "starter_2", "starter_3", "starter_4"] as const;
const SPOKEN_FOR = 1_000;

interface Props {
  coach: Coach;
  config: Config;
  open: boolean;
  onClose: () => void;
}

export function App({ coach, config, open, onClose }: Props) {
  const state = useCoachState(coach);
  const { messages, online, refused, notice, typing, verdicts } = state;
  const [text, setText] = useState("");
  const [page, setPage] = useState<Page>("");
  const [asked, setAsked] = useState<Message | null>(null);
  const [problem, setProblem] = useState("");
  const [spoken, setSpoken] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const { title, mode } = config;
  const narrow = useNarrow() && mode === "bubble";

  const focusComposer = useCallback(() => requestAnimationFrame(() => area.current?.focus()), []);
  const announce = useCallback((said: string) => {
    setSpoken(said);
    setTimeout(() => setSpoken(""), SPOKEN_FOR);
  }, []);
  const draft = useCallback((said: string) => {
    setText(said);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(said.length, said.length);
    });
  }, []);
  const context = useMemo(() => ({ coach, title, announce, draft, focusComposer }), [coach, title]);

  useEffect(() => {
    coach.watched = open;
    if (open) coach.read();
  }, [open]);
  useEffect(() => {
    if (open && mode !== "inline") focusComposer();
  }, [open]);
  const last = messages[messages.length - 1];
  const heard = useRef<string>();
  useEffect(() => {
    if (open && last?.from === "coach" && last.id !== heard.current) announce(last.text);
    heard.current = last?.id;
  }, [last?.id]);

  const send = (said: string) => {
    coach.send(said);
    setText("");
  };
  const close = () => (setPage(""), setProblem(""));
  const confirmed = (done: Promise<void>, failed: TextName) =>
    done.then(
      () => (close(), focusComposer()),
      () => setProblem(t(failed)),
    );
  const onTranscript = () => save("conversation.md", new Blob([asMarkdown(messages, title)], { type: "text/markdown" }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && mode === "bubble") onClose();
    if (event.key === "Tab" && narrow) stayInside(event, panel.current!);
  };
  const over = page !== "";
  const plan = [...messages].reverse().find((message) => message.metadata?.plan)?.metadata?.plan;
  const interview = last?.from === "coach" ? last.metadata?.interview : undefined;
  const busy = online && (typing.length > 0 || messages.some(({ state }) => state === "sent"));

  return (
    <WidgetContext.Provider value={context}>
      <div
        ref={panel}
        class="panel"
        id="panel"
        role={mode === "bubble" ? "dialog" : mode === "page" ? "main" : "region"}
        aria-modal={narrow || undefined}
        aria-labelledby="title"
        hidden={!open}
        onKeyDown={onKeyDown}
      >
        <div class="under" inert={over}>
          <Header
            started={messages.length > 0}
            heading={mode === "page" ? "h1" : "h2"}
            onPage={setPage}
            onTranscript={onTranscript}
            onClose={mode === "bubble" ? onClose : undefined}
          />
          {refused ? <div class="banner problem" role="alert">{t("refused")}</div> : !online && <div class="banner" role="status">{t("offline")}</div>}
          <Transcript messages={messages} busy={busy} title={title}>
            {notice && <p class="notice" role="status">{t(notice)}</p>}
            {messages.length === 0 && <Welcome onSend={send} />}
            {messages.map((message, at) => (
              <MessageView
                key={message.id}
                message={message}
                chosen={message.buttons?.length ? chosen(messages, at) : undefined}
                plan={plan}
                verdict={verdicts[message.id]}
                online={online}
                onWhy={(message) => (setAsked(message), setPage("why"))}
              />
            ))}
          </Transcript>
          <div class="foot">
            {interview && (
              <div class="interview">
                <label for="interview">{t("interview", interview)}</label>
                <progress id="interview" max={interview.of} value={interview.step} />
              </div>
            )}
            <Composer area={area} text={text} onText={setText} onSend={send} />
          </div>
        </div>
        {page === "profile" && <Profile onClose={close} onForget={() => setPage("forget")} />}
        {page === "plan" && <MyPlan onClose={close} />}
        {page === "why" && asked && <Why message={asked} onClose={close} />}
        {page === "restart" && (
          <Confirm
            title={t("restart_title")}
            text={t("restart_text")}
            yes={t("restart_yes")}
            problem={problem}
            onYes={() => confirmed(coach.reset(), "restart_failed")}
            onClose={close}
          />
        )}
        {page === "forget" && (
          <Confirm
            title={t("forget_title")}
            text={t("forget_text")}
            yes={t("forget_yes")}
            problem={problem}
            onYes={() => confirmed(coach.forget(), "forget_failed")}
            onClose={close}
          />
        )}
        <div class="hidden" aria-live="polite" aria-atomic="true">{spoken}</div>
      </div>
    </WidgetContext.Provider>
  );
}

function Welcome({ onSend }: { onSend: (text: string) => void }) {
  return (
    <div class="welcome">
      <Mark />
      <p class="question">{t("welcome")}</p>
      <p class="muted">{t("welcome_more")}</p>
      <ul aria-label={t("starters")}>
        {STARTERS.map((name) => (
          <li><button type="button" class="starter" onClick={() => onSend(t(name))}>{t(name)}</button></li>
        ))}
      </ul>
    </div>
  );
}

interface TranscriptProps {
  messages: Message[];
  busy: boolean;
  title: string;
  children: preact.ComponentChildren;
}

/** The visible conversation. It is no live region: each finished message is announced once, elsewhere. */
function Transcript({ messages, busy, title, children }: TranscriptProps) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const last = messages[messages.length - 1];

  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
    if (atEnd.current) setBehind(false);
  };
  const toEnd = () => {
    box.current!.scrollTop = box.current!.scrollHeight;
    setBehind(false);
  };
  useLayoutEffect(() => {
    if (!last) return;
    if (!atEnd.current && last.from === "coach") return setBehind(true);
    toEnd();
    // an answer longer than the box is read from its beginning
    const element = box.current!;
    const answer = element.querySelector<HTMLElement>(`[data-id="${CSS.escape(last.id)}"]`);
    if (answer && last.from === "coach") element.scrollTop = Math.min(element.scrollTop, answer.offsetTop - element.offsetTop - 12);
    return onScroll();
  }, [last?.id]);
  useLayoutEffect(() => {
    if (atEnd.current && messages.length) toEnd();
  }, [busy, last?.state]);
  useEffect(() => {
    // the composer grows, a keyboard comes up: the end stays in sight
    const resized = new ResizeObserver(() => atEnd.current && toEnd());
    resized.observe(box.current!);
    return () => resized.disconnect();
  }, []);

  return (
    <div class="middle">
      <div ref={box} class="transcript" role="log" aria-live="off" aria-label={t("transcript")} tabIndex={0} onScroll={onScroll}>
        <div class="column">
          {children}
          {busy && (
            <div class="typing">
              <span class="hidden">{t("typing", { title })}</span>
              <i /><i /><i />
            </div>
          )}
        </div>
      </div>
      {behind && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="down" /> {t("latest")}
        </button>
      )}
    </div>
  );
}

/** Whether a bubble's panel fills the screen. */
function useNarrow(): boolean {
  const query = useMemo(() => matchMedia("(max-width: 480px), (max-height: 480px)"), []);
  const [narrow, setNarrow] = useState(query.matches);
  useEffect(() => {
    const changed = () => setNarrow(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, [query]);
  return narrow;
}

/** Keeps Tab within a panel that fills the screen. */
function stayInside(event: KeyboardEvent, panel: HTMLElement): void {
  const all = [...panel.querySelectorAll<HTMLElement>("button, textarea, a[href], input, summary, [tabindex='0']")];
  const inside = all.filter((element) => !element.closest("[inert]") && element.offsetParent !== null);
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  const [from, to] = event.shiftKey ? [inside[0], inside[inside.length - 1]] : [inside[inside.length - 1], inside[0]];
  if (active !== from) return;
  event.preventDefault();
  to?.focus();
}
