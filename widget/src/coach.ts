/** Holds the conversation, talks to the server, tells the views when something changed. */
import { io, type Socket } from "socket.io-client";
import {
  restored,
  unanswered,
  withMine,
  withReply,
  withState,
  type Button,
  type Message,
  type Plan,
} from "./conversation";
import type { Keep } from "./storage";

export const LONGEST_MESSAGE = 8_000;
const PATIENCE = 5_000;
/** How long to wait when the server is asked too often. */
const AGAIN = 2_000;

export interface State {
  messages: Message[];
  /** Messages that the coach is answering now. */
  typing: string[];
  /** Whether the server can be reached; before the first try, yes. */
  online: boolean;
  /** Nothing more will come of trying: this site may not use the coach. */
  refused: boolean;
  /** A remark on the conversation as a whole: the name of a text. */
  notice: "" | "ended" | "forgotten" | "unread";
  unread: number;
  /** Verdicts on answers, by message. */
  verdicts: Record<string, "up" | "down">;
}

export interface Fact {
  field: string;
  label: string;
  value: string;
  text?: string;
  said_at?: string | number;
  from?: string;
}

export interface Me {
  profile: Fact[];
  plan: Plan | null;
}

interface Confirmed {
  ok?: boolean;
  session_id: string;
  resumed: boolean;
  messages: Message[] | null;
}

interface Moved {
  session_id: string;
  notice: State["notice"];
}

const EMPTY: State = { messages: [], typing: [], online: true, refused: false, notice: "", unread: 0, verdicts: {} };

export class Coach {
  state: State = EMPTY;
  /** Whether somebody looks at the conversation; what arrives otherwise counts as unread. */
  watched = false;
  onMessage: (message: Message) => void = () => {};
  private readonly views = new Set<() => void>();
  private readonly socket: Socket;
  private token: string | null;
  private ready = false;
  private starting = false;

  constructor(
    private readonly base: string,
    private readonly keep: Keep,
    connect: typeof io = io,
  ) {
    this.token = keep.get("session");
    const { origin, pathname } = new URL(base);
    this.socket = connect(origin, {
      path: `${pathname}socket.io`,
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3_000,
      timeout: 5_000,
    });
    this.listen();
    keep.watch("session", (token) => this.anotherTab(token));
    window.addEventListener("offline", () => this.lost());
    window.addEventListener("online", () => this.socket.disconnect().connect());
  }

  start(): void {
    if (this.starting) return;
    this.starting = true;
    const outbox = this.keep.get("outbox");
    if (outbox && this.token) this.change({ messages: readOutbox(outbox) });
    this.socket.connect();
  }

  watch(view: () => void): () => void {
    this.views.add(view);
    return () => this.views.delete(view);
  }

  send(text: string, choice?: Button): void {
    const said = text.trim();
    if (!said) return;
    const message: Message = { id: newId(), from: "me", at: Date.now() / 1000, text: said, state: "waiting", payload: choice?.payload };
    this.change({ messages: withMine(this.state.messages, message), notice: "" });
    this.onMessage(message);
    this.start();
    this.deliver(message);
  }

  retry(id: string): void {
    this.change({ messages: withState(this.state.messages, id, "waiting") });
    const message = this.state.messages.find((one) => one.id === id);
    if (message) this.deliver(message);
  }

  drop(id: string): void {
    this.change({ messages: this.state.messages.filter((one) => one.id !== id) });
  }

  /** Leaves this conversation and begins another. */
  async reset(): Promise<void> {
    if (this.token && this.state.messages.length) this.moved(await (await this.post("restart")).json());
  }

  read(): void {
    if (this.state.unread) this.change({ unread: 0 });
  }

  async me(): Promise<Me> {
    return (await this.request("me")).json();
  }

  async file(path: string): Promise<Blob> {
    return (await this.request(path)).blob();
  }

  /** Has everything deleted that the coach keeps of this person. */
  async forget(): Promise<void> {
    this.moved(await (await this.post("forget")).json());
  }

  async judge(message: Message, verdict: "up" | "down", reason = ""): Promise<void> {
    const before = this.state.verdicts;
    this.change({ verdicts: { ...before, [message.id]: verdict } });
    try {
      await this.post("feedback", { message_id: message.id, facts: message.metadata?.facts ?? [], verdict, reason });
    } catch (error) {
      this.change({ verdicts: before });
      throw error;
    }
  }

  private listen(): void {
    this.socket.on("connect", () => this.open());
    this.socket.on("disconnect", (reason) => {
      this.lost();
      if (reason === "io server disconnect") this.socket.connect(); // the client does not do that by itself
    });
    this.socket.on("connect_error", async () => {
      this.lost();
      this.change({ refused: await this.isRefused() });
    });
    this.socket.on("user_uttered", (message: Message) => this.change({ messages: withMine(this.state.messages, message) }));
    this.socket.on("bot_typing", ({ re, on }: { re: string; on: boolean }) => {
      const others = this.state.typing.filter((id) => id !== re);
      this.change({ typing: on ? [...others, re] : others });
    });
    this.socket.on("bot_uttered", (message: Message) => {
      const before = this.state.messages;
      const messages = withReply(before, message);
      const fresh = messages.length > before.length;
      this.change({ messages, unread: this.state.unread + (fresh && !this.watched ? 1 : 0) });
      if (fresh) this.onMessage(message);
      const forgotten = message.metadata?.kind === "forgotten";
      if (!forgotten && !messages.some(({ id }) => id === message.re)) this.open(); // it answers what another tab said before this one joined
    });
    this.socket.on("session_ended", (moved: Moved) => this.moved(moved));
  }

  private open(): void {
    this.ready = false;
    this.socket.timeout(PATIENCE).emit("session_request", { session_id: this.token }, (error: Error | null, confirmed: Confirmed) => {
      if (error || confirmed.ok === false) {
        setTimeout(() => this.socket.connected && !this.ready && this.open(), error ? 0 : AGAIN);
        return;
      }
      const had = this.token !== null;
      this.token = confirmed.session_id;
      this.ready = true;
      const { messages } = this.state;
      const kept = confirmed.messages;
      const ended = had && !confirmed.resumed;
      this.change({
        online: true,
        refused: false,
        typing: [],
        messages: kept ? restored(messages, kept) : messages,
        notice: kept === null ? "unread" : ended ? "ended" : this.state.notice === "unread" ? "" : this.state.notice,
      });
      for (const message of unanswered(this.state.messages)) this.deliver(message);
    });
  }

  private deliver(message: Message): void {
    if (!this.ready) return;
    const sent = { id: message.id, message: message.payload ?? message.text, title: message.payload && message.text };
    this.socket.timeout(PATIENCE).emit("user_uttered", sent, (error: Error | null, answer: { ok: boolean; reason?: string }) => {
      const now = this.state.messages.find(({ id }) => id === message.id);
      if (!now || now.state !== "waiting") return;
      if (error) {
        if (this.socket.connected) this.deliver(now);
      } else if (answer.ok) {
        this.change({ messages: withState(this.state.messages, message.id, "sent") });
      } else if (answer.reason === "no_session") {
        this.open();
      } else {
        const again = answer.reason === "too_fast";
        this.change({ messages: withState(this.state.messages, message.id, "failed", answer.reason, again) });
      }
    });
  }

  private lost(): void {
    this.ready = false;
    this.change({ online: false, typing: [] });
  }

  /** From the first message on the browser keeps the session; what is not answered is kept with it. */
  private store(): void {
    const { messages } = this.state;
    if (messages.length === 0) return;
    if (this.token) this.keep.set("session", this.token);
    const open = unanswered(messages).map(({ id, at, text, payload }) => ({ id, at, text, payload }));
    this.keep.set("outbox", open.length ? JSON.stringify(open) : null);
  }

  /** The server ended the conversation, because a tab of it asked so; another one follows. */
  private moved({ session_id, notice }: Moved): void {
    if (session_id === this.token) return;
    this.keep.set("session", notice ? null : session_id); // after a restart what the coach knows goes along
    this.leave(session_id, notice);
  }

  private leave(token: string | null, notice: State["notice"]): void {
    this.token = token;
    this.keep.set("outbox", null);
    this.change({ ...EMPTY, online: this.state.online, notice });
    if (this.starting) this.socket.disconnect().connect();
  }

  private anotherTab(token: string | null): void {
    if (token && token !== this.token && !this.state.messages.length) this.leave(token, this.state.notice);
  }

  /** Whether the server is there, but does not let this site read its answers; a browser gives no other sign of it. */
  private async isRefused(): Promise<boolean> {
    const asked = (mode: RequestMode) => fetch(`${this.base}health`, { mode }).then(() => true, () => false);
    return (await asked("no-cors")) && !(await asked("cors"));
  }

  private post(path: string, body: unknown = {}): Promise<Response> {
    return this.request(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  }

  private async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...init.headers, Authorization: `Bearer ${this.token}` };
    const response = await fetch(this.base + path, { ...init, headers, credentials: "omit", cache: "no-store" });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  }

  private change(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    if (change.messages) this.store();
    for (const view of this.views) view();
  }
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function readOutbox(text: string): Message[] {
  try {
    return (JSON.parse(text) as Message[]).map((message) => ({ ...message, from: "me", state: "waiting" }));
  } catch {
    return [];
  }
}
