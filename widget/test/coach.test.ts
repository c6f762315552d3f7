// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Coach } from "../src/coach";
import type { Message } from "../src/conversation";
import { Keep, storageKey } from "../src/storage";

const BASE = "https://coach.example/chat/";
type Answer = (error: Error | null, answer?: unknown) => void;

/** A socket whose server is the test. */
class FakeSocket {
  connected = false;
  sent: { event: string; data: any; answer: Answer }[] = [];
  private readonly listeners = new Map<string, (data?: any) => void>();
  on(event: string, listener: (data?: any) => void) {
    this.listeners.set(event, listener);
    return this;
  }
  connect() {
    return this;
  }
  disconnect() {
    this.hear("disconnect");
    return this;
  }
  timeout() {
    return this;
  }
  emit(event: string, data: unknown, answer: Answer) {
    this.sent.push({ event, data, answer });
  }
  hear(event: string, data?: unknown) {
    this.connected = event === "connect" || (event !== "disconnect" && this.connected);
    this.listeners.get(event)?.(data);
  }
  /** Connects and confirms a session. */
  open(session: { session_id?: string; resumed?: boolean; messages?: Message[] | null } = {}) {
    this.hear("connect");
    this.of("session_request").at(-1)!.answer(null, { session_id: "token", resumed: false, messages: [], ...session });
  }
  of(event: string) {
    return this.sent.filter((one) => one.event === event);
  }
}

let socket: FakeSocket;
const start = () => {
  socket = new FakeSocket();
  return new Coach(BASE, new Keep(BASE), (() => socket) as any);
};
const kept = (what: "session" | "outbox") => (what === "session" ? localStorage : sessionStorage).getItem(storageKey(BASE, what));
const reply = (re: string, more = {}): Message => ({ id: `${re}.0`, re, from: "coach", at: 1, text: "Answer.", ...more });

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe("before the first message", () => {
  it("the browser keeps nothing", () => {
    const coach = start();
    coach.start();
    socket.open();
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });
});

describe("a message", () => {
  it("is sent with an id of its own, and waits until the server has it", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send(" hello ");
    const [sent] = socket.of("user_uttered");
    expect(sent!.data).toMatchObject({ message: "hello", id: coach.state.messages[0]!.id });
    expect(coach.state.messages[0]!.state).toBe("waiting");
    sent!.answer(null, { ok: true });
    expect(coach.state.messages[0]!.state).toBe("sent");
    expect(kept("session")).toBe("token");
  });
  it("of a button is sent as its payload and shown as its title", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("Yes please", { title: "Yes please", payload: "/affirm" });
    expect(socket.of("user_uttered")[0]!.data).toMatchObject({ message: "/affirm", title: "Yes please" });
    expect(coach.state.messages[0]!.text).toBe("Yes please");
  });
  it("without letters is not sent", () => {
    const coach = start();
    coach.send("   ");
    expect(coach.state.messages).toEqual([]);
  });
  it("written without a connection is sent when there is one", () => {
    const coach = start();
    coach.send("hello");
    expect(socket.of("user_uttered")).toEqual([]);
    socket.open();
    expect(socket.of("user_uttered")).toHaveLength(1);
  });
  it("whose answer was lost is not sent again if the server kept it", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("hello");
    const { id } = coach.state.messages[0]!;
    socket.hear("disconnect");
    socket.open({ resumed: true, messages: [{ id, from: "me", at: 1, text: "hello" }, reply(id)] });
    expect(socket.of("user_uttered")).toHaveLength(1);
    expect(coach.state.messages.map((message) => message.id)).toEqual([id, `${id}.0`]);
    expect(kept("outbox")).toBeNull();
  });
  it("that the server lost is sent again, under the same id", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("hello");
    socket.of("user_uttered")[0]!.answer(null, { ok: true });
    socket.hear("disconnect");
    socket.open({ resumed: true, messages: [] });
    expect(socket.of("user_uttered").map(({ data }) => data.id)).toEqual(Array(2).fill(coach.state.messages[0]!.id));
  });
  it("that was not answered outlives a reload", () => {
    const before = start();
    before.start();
    socket.open();
    before.send("hello");
    const after = start();
    after.start();
    socket.open({ resumed: true, messages: [] });
    expect(socket.of("user_uttered")[0]!.data).toMatchObject({ message: "hello", id: before.state.messages[0]!.id });
  });
  it.each([
    ["too_fast", true],
    ["too_long", false],
  ])("that is refused says so: %s", (reason, again) => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("hello");
    socket.of("user_uttered")[0]!.answer(null, { ok: false, reason });
    expect(coach.state.messages[0]).toMatchObject({ state: "failed", note: reason, again });
    expect(kept("outbox")).toBeNull();
  });
  it("can be tried again after it failed", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("hello");
    const { id } = coach.state.messages[0]!;
    socket.hear("bot_uttered", reply(id, { metadata: { kind: "failure", reason: "failed" } }));
    coach.retry(id);
    expect(socket.of("user_uttered").map(({ data }) => data.id)).toEqual([id, id]);
  });
  it("opens a session anew if the server knows none", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("hello");
    socket.of("user_uttered")[0]!.answer(null, { ok: false, reason: "no_session" });
    expect(socket.of("session_request")).toHaveLength(2);
  });
});

describe("the session", () => {
  it("that the browser kept is asked for", () => {
    localStorage.setItem(storageKey(BASE, "session"), "kept");
    start().start();
    socket.open();
    expect(socket.of("session_request")[0]!.data).toEqual({ session_id: "kept" });
  });
  it("that ended is told of", () => {
    localStorage.setItem(storageKey(BASE, "session"), "old");
    const coach = start();
    coach.start();
    socket.open({ resumed: false });
    expect(coach.state.notice).toBe("ended");
  });
  it("whose messages cannot be read is told of, and nothing is taken away", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("hello");
    socket.hear("bot_uttered", reply(coach.state.messages[0]!.id));
    socket.hear("disconnect");
    socket.open({ resumed: true, messages: null });
    expect(coach.state.notice).toBe("unread");
    expect(coach.state.messages).toHaveLength(2);
  });
  it("that was forgotten by word shows the one reply, and asks for no history", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("forget me");
    const answered = reply(coach.state.messages[0]!.id, { metadata: { kind: "forgotten" } });
    socket.hear("bot_uttered", answered);
    expect(coach.state.messages.map(({ id }) => id)).toEqual([answered.id]);
    expect(socket.of("session_request")).toHaveLength(1);
  });
  it("that was forgotten leaves nothing in the browser", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("hello");
    socket.hear("session_ended", { session_id: "another", notice: "forgotten" });
    expect([coach.state.messages, coach.state.notice]).toEqual([[], "forgotten"]);
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });
  it("that goes on after a restart is kept, for what the coach knows goes along", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("hello");
    socket.hear("session_ended", { session_id: "another", notice: "" });
    expect(kept("session")).toBe("another");
  });
});

describe("a server that is asked too often", () => {
  it("is asked again a little later", () => {
    vi.useFakeTimers();
    const coach = start();
    coach.start();
    socket.hear("connect");
    socket.of("session_request")[0]!.answer(null, { ok: false, reason: "too_fast" });
    expect(socket.of("session_request")).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    expect(socket.of("session_request")).toHaveLength(2);
    vi.useRealTimers();
  });
});

describe("what arrives", () => {
  it("counts as unread while nobody looks", () => {
    const coach = start();
    coach.start();
    socket.open();
    coach.send("hello");
    socket.hear("bot_uttered", reply(coach.state.messages[0]!.id));
    expect(coach.state.unread).toBe(1);
    coach.read();
    expect(coach.state.unread).toBe(0);
    coach.watched = true;
    socket.hear("bot_uttered", reply("elsewhere"));
    expect(coach.state.unread).toBe(0);
  });
  it("twice is shown and told once", () => {
    const coach = start();
    const told = vi.fn();
    coach.onMessage = told;
    coach.start();
    socket.open();
    socket.hear("bot_uttered", reply("x"));
    socket.hear("bot_uttered", reply("x"));
    expect(coach.state.messages).toHaveLength(1);
    expect(told).toHaveBeenCalledTimes(1);
  });
  it.each([
    ["the server is away", [], false],
    ["the server does not let this site read", ["no-cors"], true],
    ["the server lets this site read", ["no-cors", "cors"], false],
  ])("nothing: %s", async (_, modes, refused) => {
    vi.stubGlobal("fetch", (_: string, { mode }: RequestInit) => (modes.includes(mode!) ? Promise.resolve() : Promise.reject()));
    const coach = start();
    coach.start();
    socket.hear("connect_error", new Error("websocket error"));
    await vi.waitFor(() => expect(coach.state).toMatchObject({ online: false, refused }));
    vi.unstubAllGlobals();
  });
});
