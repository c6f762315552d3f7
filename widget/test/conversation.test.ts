import { describe, expect, it } from "vitest";
import { chosen, restored, unanswered, withMine, withReply, withState, type Message } from "../src/conversation";

const me = (id: string, more: Partial<Message> = {}): Message => ({ id, from: "me", at: 1, text: `text of ${id}`, ...more });
const coach = (re: string, place = 0, more: Partial<Message> = {}): Message => ({ id: `${re}.${place}`, re, from: "coach", at: 2, text: "Answer.", ...more });
const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);

describe("what the person says", () => {
  it("is added once", () => {
    expect(ids(withMine(withMine([], me("a")), me("a")))).toEqual(["a"]);
  });
  it("is unanswered until the coach answers it", () => {
    const sent = withState(withMine([], me("a", { state: "waiting" })), "a", "sent");
    expect(ids(unanswered(sent))).toEqual(["a"]);
    expect(unanswered(withReply(sent, coach("a")))).toEqual([]);
  });
});

describe("what the coach says", () => {
  const asked = [me("a", { state: "sent" }), me("b", { state: "sent" })];
  it("stands behind what it answers", () => {
    expect(ids(withReply(asked, coach("a")))).toEqual(["a", "a.0", "b"]);
    expect(ids(withReply(withReply(asked, coach("a")), coach("a", 1)))).toEqual(["a", "a.0", "a.1", "b"]);
  });
  it("is added once", () => {
    expect(ids(withReply(withReply(asked, coach("b")), coach("b")))).toEqual(["a", "b", "b.0"]);
  });
  it("stands at the end if nobody knows what it answers", () => {
    expect(ids(withReply(asked, coach("x")))).toEqual(["a", "b", "x.0"]);
  });
  it.each([
    ["failed", true],
    ["not_kept", true],
    ["too_fast", true],
    ["too_long", false],
    ["empty", false],
  ])("is a note on the message where it is a failure: %s", (reason, again) => {
    const failed = withReply(asked, coach("a", 0, { text: "It failed.", metadata: { kind: "failure", reason } }));
    expect(ids(failed)).toEqual(["a", "b"]);
    expect(failed[0]).toMatchObject({ state: "failed", note: "It failed.", again });
  });
  it("takes everything off the screen when the person was forgotten", () => {
    expect(ids(withReply([me("a"), coach("a"), me("b")], coach("b", 0, { metadata: { kind: "forgotten" } })))).toEqual(["b.0"]);
  });
});

describe("after a reconnect", () => {
  it("what the server kept comes first, what has not arrived there behind it", () => {
    const here = [me("a", { state: "sent" }), me("b", { state: "waiting" }), me("c", { state: "failed" })];
    expect(restored(here, [me("a"), coach("a")]).map(({ id, state }) => [id, state])).toEqual([
      ["a", undefined],
      ["a.0", undefined],
      ["b", "waiting"],
      ["c", "failed"],
    ]);
  });
  it("nothing is shown that the server does not have any more", () => {
    expect(restored([me("a"), coach("a")], [])).toEqual([]);
  });
});

describe("the button that was used", () => {
  const offer = { buttons: [{ title: "Yes", payload: "/yes" }, { title: "No", payload: "/no" }] };
  it.each([
    ["none yet", [coach("a", 0, offer)], undefined],
    ["the one that follows", [coach("a", 0, offer), me("b", { payload: "/no" })], "/no"],
    ["also after other messages", [coach("a", 0, offer), me("b"), coach("b"), me("c", { payload: "/yes" })], "/yes"],
    ["not one of a newer offer", [coach("a", 0, offer), me("b"), coach("b", 0, offer), me("c", { payload: "/yes" })], undefined],
    ["not another's", [coach("a", 0, offer), me("b", { payload: "/other" })], undefined],
  ])("is %s", (_, messages, expected) => {
    expect(chosen(messages, 0)).toBe(expected);
  });
});
