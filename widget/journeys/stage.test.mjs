// What the real coach does rarely, late or never: played on the stage.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answers, ask, chat, choose, composer, CONTROL_URL, conversation, line, mine, newPage, say, site, STAGE_URL, FRAIL_URL, told } from "./browser.mjs";

const control = (what) => fetch(`${CONTROL_URL}/${what}`, { method: "POST" });
const banner = (page) => page.getByText("No connection.");
const words = (page) => page.locator(".message .bubble, .message .body").allTextContents();

for (const how of ["stop", "kill"]) {
  test(`the server is restarted in the middle of a conversation (${how})`, async (t) => {
    const page = await chat(t, FRAIL_URL);
    await ask(page, "before");
    await say(page, "slow 3");
    await page.locator(".typing").waitFor();
    await control(how);
    await banner(page).waitFor();
    await say(page, "while it was away");
    await page.getByText("Waiting for the connection").first().waitFor();
    await control("start");
    await told(page, "Answer to: while it was away").waitFor({ timeout: 60_000 });
    const said = ["before", "slow 3", "while it was away"].flatMap((text) => [text, `Answer to: ${text}`]);
    assert.deepEqual(await words(page), said);
    await page.reload();
    await answers(page).nth(2).waitFor();
    assert.deepEqual(await words(page), said);
  });
}

test("the line is cut for ten seconds: nothing is lost, nothing is doubled", async (t) => {
  const cable = await line(t, STAGE_URL);
  const page = await chat(t, cable.url);
  await ask(page, "one");
  await say(page, "slow 2");
  await mine(page).nth(1).waitFor();
  await page.waitForFunction(() => !document.querySelector("career-coach").shadowRoot.querySelector(".note"));
  cable.cut();
  await banner(page).waitFor();
  await say(page, "two");
  await say(page, "three");
  await page.waitForTimeout(10_000); // the very thing that is tested
  cable.mend();
  await told(page, "Answer to: three").waitFor({ timeout: 20_000 });
  await banner(page).waitFor({ state: "detached" });
  assert.deepEqual(await words(page), ["one", "Answer to: one", "slow 2", "Answer to: slow 2", "two", "Answer to: two", "three", "Answer to: three"]);
  await page.reload();
  await answers(page).nth(3).waitFor();
  assert.deepEqual(await words(page), ["one", "Answer to: one", "slow 2", "Answer to: slow 2", "two", "Answer to: two", "three", "Answer to: three"]);
});

test("what was written without a connection outlives a reload", async (t) => {
  const cable = await line(t, STAGE_URL);
  const page = await chat(t, cable.url);
  await ask(page, "one");
  await page.route("**/socket.io/**", (route) => route.abort());
  cable.cut();
  await banner(page).waitFor();
  await say(page, "two");
  cable.mend();
  await page.unroute("**/socket.io/**");
  await page.reload();
  await told(page, "Answer to: two").waitFor({ timeout: 20_000 });
  assert.deepEqual(await words(page), ["one", "Answer to: one", "two", "Answer to: two"]);
});

test("texts that would be scripts stay texts, in every field", async (t) => {
  const page = await chat(t);
  page.on("dialog", () => page.problems.push("a dialog"));
  await say(page, "attack");
  await page.waitForFunction(() => document.querySelector("career-coach").shadowRoot.querySelectorAll(".coachs").length >= 300, null, { timeout: 60_000 });
  const found = await page.evaluate(() => {
    const root = document.querySelector("career-coach").shadowRoot;
    for (const details of root.querySelectorAll("details")) details.open = true;
    for (const button of root.querySelectorAll(".source[aria-expanded=false]")) button.click();
    return new Promise((done) => setTimeout(() => {
      const all = [...root.querySelectorAll(".coachs *")];
      const allowed = "A BLOCKQUOTE BR BUTTON CODE DEL DETAILS DIV EM FIGCAPTION FIGURE H2 HR I LI OL P PRE SPAN STRONG SUMMARY UL circle g path rect svg text".split(" ");
      done({
        elements: [...new Set(all.map(({ tagName }) => tagName))].filter((name) => !allowed.includes(name)),
        handlers: all.flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith("on")),
        links: [...root.querySelectorAll("a")].map(({ protocol }) => protocol).filter((protocol) => !["http:", "https:", "mailto:"].includes(protocol)),
        hacked: window.hacked,
        cards: root.querySelectorAll(".source-card").length,
      });
    }, 300));
  });
  assert.ok(found.cards >= 300, `${found.cards} sources were opened`);
  assert.deepEqual({ ...found, cards: 0, links: [...new Set(found.links)] }, { elements: [], handlers: [], links: [], hacked: undefined, cards: 0 });
  assert.deepEqual([...new Set(page.requested.map((url) => new URL(url).host))], [new URL(STAGE_URL).host]);
  await say(page, '<img src=x onerror="window.hacked=1">');
  await mine(page).nth(1).waitFor();
  assert.equal(await mine(page).nth(1).locator("img").count(), 0);
});

test("a failure is shown with the message, which can be tried again", async (t) => {
  const page = await chat(t);
  await say(page, "fail");
  await page.getByText("Something failed on my side").waitFor();
  assert.equal(await answers(page).count(), 0);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  assert.equal(await mine(page).count(), 1);
});

test("near the end of 8,000 characters they are counted, beyond it nothing is sent", async (t) => {
  const page = await chat(t);
  await composer(page).fill("x".repeat(6_999));
  assert.equal(await page.locator(".count").count(), 0);
  await composer(page).fill("x".repeat(7_990));
  await page.getByText("10 characters left").waitFor();
  await composer(page).fill("x".repeat(8_003));
  await page.getByText("3 characters too many").waitFor();
  await composer(page).press("Enter");
  assert.equal(await mine(page).count(), 0);
});

test("Shift and Enter break the line, an input method may use Enter", async (t) => {
  const page = await chat(t);
  await composer(page).pressSequentially("one");
  await composer(page).press("Shift+Enter");
  await composer(page).pressSequentially("two");
  await composer(page).evaluate((area) => area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true })));
  assert.equal(await mine(page).count(), 0);
  await composer(page).press("Enter");
  assert.equal(await mine(page).locator(".bubble").textContent(), "one\ntwo");
});

test("what comes while the bubble is closed is counted, and read when it opens", async (t) => {
  const page = await newPage(t);
  await page.goto(await site(t, `<!doctype html><html lang=en><title>A site</title><script src="${STAGE_URL}/chat/widget.js" async></script>`));
  const launcher = page.getByRole("button", { name: /^Open Career coach/ });
  await launcher.click();
  await ask(page, "hello");
  await say(page, "slow 1");
  await page.keyboard.press("Escape");
  assert.equal(await launcher.evaluate((button) => button.getRootNode().activeElement === button), true);
  await page.getByRole("button", { name: "Open Career coach, 1 new" }).waitFor();
  assert.equal(await page.locator(".badge").textContent(), "1");
  await launcher.click();
  await page.locator(".badge").waitFor({ state: "hidden" });
  await page.reload();
  await answers(page).nth(1).waitFor();
});

test("the teaser shows once to who sends it away or writes", async (t) => {
  const html = `<!doctype html><html lang=en><title>A site</title><script src="${STAGE_URL}/chat/widget.js" data-teaser="Need a hand?" async></script>`;
  const page = await newPage(t);
  const address = await site(t, html);
  await page.goto(address);
  await page.getByText("Need a hand?").waitFor();
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  await page.getByRole("button", { name: "Don't show this again" }).click();
  await page.reload();
  await page.locator(".launcher").waitFor();
  assert.equal(await page.getByText("Need a hand?").count(), 0);
});

test("the conversation can be taken away, an answer copied", async (t) => {
  const page = await chat(t);
  await ask(page, "hello");
  const [download] = await Promise.all([page.waitForEvent("download"), choose(page, "Download the conversation")]);
  const { readFileSync } = await import("node:fs");
  assert.equal(readFileSync(await download.path(), "utf8"), "# Conversation with Career Coach\n\n**You:**\n\nhello\n\n**Career Coach:**\n\nHello, what would you like to know?\n\n");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await ask(page, "plan");
  await page.getByRole("button", { name: "Copy" }).last().click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /Here is your plan/);
});

test("who scrolled up is not pulled down, and told of what is new", async (t) => {
  const page = await chat(t, STAGE_URL, { viewport: { width: 700, height: 420 } });
  for (let turn = 0; turn < 5; turn++) await ask(page, `turn ${turn}`);
  await say(page, "slow 1");
  const box = page.locator(".transcript");
  await box.evaluate((element) => (element.scrollTop = 0));
  await page.getByRole("button", { name: "New messages" }).click();
  assert.ok(await box.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight < 5));
});

test("an answer longer than the box is read from its beginning", async (t) => {
  const page = await chat(t, STAGE_URL, { viewport: { width: 400, height: 500 } });
  await ask(page, "hello");
  await ask(page, "plan");
  await page.waitForTimeout(300);
  assert.ok((await answers(page).last().boundingBox()).y > 0);
});
