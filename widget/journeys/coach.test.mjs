// What a newcomer does with the real coach.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { answers, ask, chat, choose, COACH_URL, composer, conversation, fromEnterToPaint, newPage, say } from "./browser.mjs";

const open = (t, options) => chat(t, COACH_URL, options);
const press = async (page, button) => {
  const before = await answers(page).count();
  await button.click();
  await answers(page).nth(before).waitFor();
};

test("ask a question, see why the answer fits and where it is from", async (t) => {
  const page = await open(t);
  const answer = await ask(page, "I taught myself ML and worked as a web developer. What goes at the top of my resume?");
  assert.match(await answer.locator(".body").textContent(), /personal summary/);
  assert.match(await answer.locator(".because").textContent(), /Because you taught yourself/);
  assert.doesNotMatch(await answer.locator(".body").textContent(), /Source:|I say this because/);
  const source = answer.getByRole("button", { name: /^Source 1/ });
  await source.click();
  assert.equal(await source.getAttribute("aria-expanded"), "true");
  const link = answer.getByRole("link", { name: /Open the article/ });
  assert.match(await link.getAttribute("href"), /^https:/);
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
});

test("the first answer is painted within 300 ms of Enter", async (t) => {
  const page = await open(t);
  await ask(page, "hello");
  const times = [];
  for (const question of ["how much do ml engineers earn", "what belongs in a readme?", "do I need a degree?", "where do I find datasets?", "how old is that?"]) {
    times.push(await fromEnterToPaint(page, question));
  }
  times.sort((a, b) => a - b);
  t.diagnostic(`from Enter to paint: median ${Math.round(times[2])} ms, slowest ${Math.round(times[4])} ms`);
  assert.ok(times[2] < 300, `median ${times[2]} ms`);
});

test("a quick reply is kept and cannot be used twice", async (t) => {
  const page = await open(t);
  const answer = await ask(page, "what does google pay its interns?");
  const [first, second] = [answer.locator(".choices button").nth(0), answer.locator(".choices button").nth(1)];
  const title = await first.textContent();
  await press(page, first);
  assert.equal(await first.getAttribute("aria-pressed"), "true");
  assert.equal(await second.getAttribute("aria-disabled"), "true");
  assert.equal((await conversation(page)).at(-2), `> ${title}`);
  const before = await conversation(page);
  await second.click({ force: true });
  assert.deepEqual(await conversation(page), before);
});

test("a command that was typed is only text", async (t) => {
  const page = await open(t);
  await ask(page, "hello");
  const answer = await ask(page, "/restart");
  assert.equal((await conversation(page)).length, 4);
  assert.ok(await answer.textContent());
});

test("tell, make a plan, tick off, take away, reload, be forgotten", async (t) => {
  const page = await open(t);
  await ask(page, "I taught myself ML, I have two projects and 10 hours a week");
  await ask(page, "make me a plan");
  assert.match(await page.locator(".interview").textContent(), /Question 1 of/);
  for (let question = 0; question < 8 && !(await page.locator(".plan").count()); question++) await press(page, answers(page).last().locator(".choices button").first());
  const plan = page.locator(".plan:not(.older)");
  const [, total] = (await plan.locator(".plan-head").textContent()).match(/0 of (\d+) steps done/);

  const step = plan.getByRole("checkbox", { checked: false }).first();
  const title = await step.getAttribute("aria-label");
  await press(page, step);
  await page.waitForFunction((text) => document.querySelector("career-coach").shadowRoot.querySelector(".plan:not(.older)").textContent.includes(text), `1 of ${total} steps done`);
  assert.equal(await plan.getByRole("checkbox", { name: title, exact: true }).getAttribute("aria-checked"), "true");
  assert.equal(await page.locator(".plan.older").count(), 1);

  await choose(page, "My plan");
  const sheet = page.getByRole("dialog", { name: "Your plan" });
  for (const [name, start] of [["Markdown", "# "], ["PDF", "%PDF"], ["Calendar", "BEGIN:VCALENDAR"], ["JSON", "{"]]) {
    const [download] = await Promise.all([page.waitForEvent("download"), sheet.getByRole("button", { name: `Download ${name}` }).click()]);
    assert.ok(readFileSync(await download.path(), "latin1").startsWith(start), name);
  }
  await page.keyboard.press("Escape");

  const before = await conversation(page);
  await page.reload();
  await answers(page).first().waitFor();
  assert.deepEqual(await conversation(page), before);

  await choose(page, "What you know about me");
  const profile = page.getByRole("dialog", { name: "What I know about you" });
  await profile.locator("dd").first().waitFor();
  assert.match(await profile.textContent(), /teach yourself/);
  const [everything] = await Promise.all([page.waitForEvent("download"), profile.getByRole("button", { name: /Download everything/ }).click()]);
  const data = JSON.parse(readFileSync(await everything.path(), "utf8"));
  assert.ok(data.profile.some(({ value }) => value === "self_taught"));
  await profile.getByRole("button", { name: "Forget me" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Forget me" }).click();
  await page.getByText("I have forgotten you").waitFor();
  assert.deepEqual(await conversation(page), []);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ""]);

  await choose(page, "What you know about me");
  await page.getByText("Nothing yet.").waitFor();
});

test("be forgotten by asking for it", async (t) => {
  const page = await open(t);
  await ask(page, "I did a bootcamp");
  await ask(page, "please forget me");
  await answers(page).last().locator(".choices button").first().click();
  await page.waitForFunction(() => document.querySelector("career-coach").shadowRoot.querySelectorAll(".message").length === 1);
  await page.reload();
  await composer(page).waitFor();
  await answers(page).first().waitFor();
  const left = await conversation(page);
  assert.equal(left.length, 1);
  assert.match(left[0], /deleted/);
});

test("judge an answer, with a reason", async (t) => {
  const page = await open(t);
  const answer = await ask(page, "what belongs in a readme?");
  await answer.getByRole("button", { name: "This helped" }).click();
  await page.waitForFunction(() => document.querySelector("career-coach").shadowRoot.querySelector("[aria-label='This helped']").ariaPressed === "true");
  await answer.getByRole("button", { name: "This didn't help" }).click();
  await page.getByLabel("Too long").check();
  await page.getByLabel(/In your own words/).fill("I only wanted the headings");
  const [request] = await Promise.all([page.waitForRequest((one) => one.url().endsWith("/feedback")), page.getByRole("button", { name: "Send", exact: true }).last().click()]);
  assert.deepEqual((({ verdict, reason }) => ({ verdict, reason }))(request.postDataJSON()), { verdict: "down", reason: "Too long; I only wanted the headings" });
  assert.equal((await request.response()).status(), 200);
  await page.getByRole("heading", { name: "What was wrong?" }).waitFor({ state: "detached" });
});

test("start again: what was said is gone, what is known stays", async (t) => {
  const page = await open(t);
  await ask(page, "I did a bootcamp and have a degree in history");
  await choose(page, "Start again");
  await page.getByRole("alertdialog").getByRole("button", { name: "Start again" }).click();
  await page.getByText("What would help you get there?").waitFor();
  await page.reload();
  await page.getByText("What would help you get there?").waitFor();
  await choose(page, "What you know about me");
  await page.getByText("your bootcamp").waitFor();
});

test("nothing is asked of anybody else, and nothing is kept before the first message", async (t) => {
  const page = await open(t);
  const kept = () => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(document.cookie ? ["cookie"] : [])]);
  assert.deepEqual(await kept(), []);
  await ask(page, "hello");
  assert.equal((await kept()).length, 1);
  assert.deepEqual([...new Set(page.requested.map((url) => new URL(url).host))], [new URL(COACH_URL).host]);
});

test("two tabs are one conversation", async (t) => {
  const one = await open(t);
  const other = await one.context().newPage();
  await other.goto(`${COACH_URL}/chat`);
  await composer(other).waitFor();
  await ask(one, "what belongs in a readme?");
  await answers(other).first().waitFor();
  await ask(other, "why?");
  await answers(one).nth(1).waitFor();
  assert.deepEqual(await conversation(one), await conversation(other));
});

test("without a built page there would be words; with one the page is small", async (t) => {
  const page = await newPage(t);
  const sizes = [];
  page.on("response", async (response) => sizes.push(Number((await response.allHeaders())["content-length"] ?? 0)));
  await page.goto(`${COACH_URL}/chat`);
  await composer(page).waitFor();
  await say(page, "hello");
  await answers(page).first().waitFor();
  const all = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(all < 52_000, `${all} bytes were loaded`);
});
