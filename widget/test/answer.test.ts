import { describe, expect, it } from "vitest";
import { takeApart } from "../src/answer";
import { safeAddress } from "../src/address";
import { separated } from "../src/markdown";
import english from "../src/locale/en.json";
import { t } from "../src/texts";

const source = { title: "Title", section: "Section" };

describe("an answer", () => {
  it("is taken apart into its text and its reason, without the source that is shown below", () => {
    const text = "Do this.\n- and that\nI say this because you are new and like planes.\nSource: Candor's article of about 2020.";
    expect(takeApart(text, { because: ["you are new", "like planes"], sources: [source] })).toEqual({
      body: "Do this.\n- and that",
      because: ["you are new", "like planes"],
    });
  });
  it("keeps its last line if nothing else shows the source", () => {
    expect(takeApart("Do this.\nSource: an article.", {}).body).toBe("Do this.\nSource: an article.");
  });
  it("shows no reason that its text does not give", () => {
    expect(takeApart("Done.", { because: ["you asked"] })).toEqual({ body: "Done.", because: [] });
  });
  it("keeps what stands behind the source", () => {
    expect(takeApart("Do this.\nSource: an article.\nOr do you mean that?", { sources: [source] }).body).toContain("Or do you mean that?");
  });
  it("may have no metadata", () => {
    expect(takeApart("Hello.", undefined)).toEqual({ body: "Hello.", because: [] });
  });
});

describe("a line behind a list", () => {
  it.each([
    ["- a\n- b\nEnd.", "- a\n- b\n\nEnd."],
    ["1. a\nEnd.", "1. a\n\nEnd."],
    ["- a\n  more of a\nEnd.", "- a\n  more of a\nEnd."],
    ["a\nb", "a\nb"],
    ["- a\n\nEnd.", "- a\n\nEnd."],
  ])("is a paragraph of its own: %j", (text, expected) => {
    expect(separated(text)).toBe(expected);
  });
});

describe("an address", () => {
  it.each(["https://example.org/a?b#c", "http://example.org/", "mailto:a@example.org"])("is followed: %s", (address) => {
    expect(safeAddress(address)).toBe(address);
  });
  it.each(["javascript:alert(1)", " javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "blob:x", "file:///x", "/path", "//host/x", "", "vbscript:x"])("is not followed: %s", (address) => {
    expect(safeAddress(address)).toBeNull();
  });
  it("may be missing", () => {
    expect(safeAddress(undefined)).toBeNull();
  });
});

describe("texts", () => {
  it("fill in their placeholders", () => {
    expect(t("plan_progress", { done: 1, total: 3 })).toBe("1 of 3 steps done");
  });
  it("are all used", async () => {
    const { readdirSync, readFileSync } = await import("node:fs");
    const files = ["src", "src/view"].flatMap((folder) => readdirSync(folder).filter((name) => /\.tsx?$/.test(name)).map((name) => readFileSync(`${folder}/${name}`, "utf8")));
    const code = files.join("\n");
    const made = ["profile_message", "profile_question", "profile_correction", "failed_too_long", "failed_too_fast", "failed_empty", "ended", "forgotten", "unread"];
    const unused = Object.keys(english).filter((name) => !code.includes(`"${name}"`) && !made.includes(name));
    expect(unused).toEqual([]);
  });
});
