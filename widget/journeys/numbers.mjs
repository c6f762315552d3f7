// How large the widget is, and how long an answer takes; `make widget-numbers` prints it.
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { ask, chat, COACH_URL, fromEnterToPaint } from "./browser.mjs";

const QUESTIONS = ["how much do ml engineers earn", "what belongs in a readme?", "do I need a degree?", "where do I find datasets?", "how old is that?", "what does google pay its interns?", "which projects are good?", "what is a personal summary?", "thanks", "do startups hire bootcamp graduates?"];

test("numbers", async (t) => {
  const dist = new URL("../dist/", import.meta.url);
  for (const name of readdirSync(dist)) console.log(`${name}: ${gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length} bytes gzipped`);
  const page = await chat(t, COACH_URL);
  await ask(page, "hello");
  const times = [];
  for (const question of QUESTIONS) times.push(await fromEnterToPaint(page, question));
  times.sort((a, b) => a - b);
  console.log(`from Enter to the painted answer, ${times.length} questions: median ${Math.round(times[5])} ms, slowest ${Math.round(times.at(-1))} ms`);
});
