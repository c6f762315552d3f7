// What a site owner does: one line, on another origin, under the strictest policy.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answers, ask, composer, newPage, proxy, site, STAGE_URL, watch } from "./browser.mjs";

const tag = (more = "", url = STAGE_URL) => `<script src="${url}/chat/widget.js" data-title="Career coach" data-theme="auto" ${more} async></script>`;
const plain = (body) => `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A plain site</title><h1>A plain site</h1>${body}</html>`;

test("one line on a page of another port embeds the coach, under a strict policy", async (t) => {
  const policy = `default-src 'none'; script-src ${STAGE_URL}; connect-src ${STAGE_URL} ${STAGE_URL.replace("http", "ws")}`;
  const address = await site(t, plain(tag()), { "Content-Security-Policy": policy });
  const page = await newPage(t);
  const refused = [];
  page.on("console", (message) => /Content Security Policy/.test(message.text()) && !/favicon/.test(message.text()) && refused.push(message.text()));
  await page.goto(address);
  await page.getByRole("button", { name: "Open Career coach" }).click();
  const answer = await ask(page, "hello");
  assert.match(await answer.textContent(), /what would you like to know/);
  assert.deepEqual(refused, []);
  assert.equal(await page.locator(".panel").evaluate((panel) => getComputedStyle(panel).position), "fixed");
});

test("the bubble loads the rest only when somebody comes near", async (t) => {
  const page = await newPage(t);
  await page.goto(await site(t, plain(tag())));
  await page.locator(".launcher").waitFor();
  assert.deepEqual(page.requested.filter((url) => url.startsWith(STAGE_URL)).map((url) => new URL(url).pathname), ["/chat/widget.js"]);
});

test("a site that is not allowed is told so, and gets nothing", async (t) => {
  const page = await newPage(t);
  await page.goto((await site(t, plain(tag()))).replace("127.0.0.1", "stranger.example"));
  await page.getByRole("button", { name: "Open Career coach" }).click();
  await page.getByText("This site is not allowed").waitFor();
});

test("inline it stands where the script stands, or where the owner wants it", async (t) => {
  const page = await newPage(t);
  await page.goto(await site(t, plain(`<p>Before</p>${tag('data-mode="inline"')}<p>After</p>`)));
  await composer(page).waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("career-coach").nextElementSibling.textContent), "After");
  assert.match(await (await ask(page, "hello")).textContent(), /Hello/);
  const other = await newPage(t);
  await other.goto(await site(t, plain(`${tag('data-mode="inline" data-target="#here"')}<div id="here"></div>`)));
  await composer(other).waitFor();
  assert.equal(await other.evaluate(() => document.querySelector("career-coach").parentElement.id), "here");
});

test("scripts of the page open, close, send, listen and reset", async (t) => {
  const page = await newPage(t);
  await page.goto(await site(t, plain(tag())));
  await page.waitForFunction(() => window.CareerCoach);
  await page.evaluate(() => {
    window.heard = [];
    for (const name of ["ready", "open", "message", "close"]) window.CareerCoach.on(name, (detail) => window.heard.push(detail ? `${name} ${detail.from}` : name));
    window.CareerCoach.open();
  });
  await composer(page).waitFor();
  await page.evaluate(() => window.CareerCoach.send("hello"));
  await answers(page).first().waitFor();
  await page.evaluate(() => window.CareerCoach.close());
  await page.locator(".panel").waitFor({ state: "hidden" });
  await page.waitForFunction(() => window.heard.length >= 5);
  assert.deepEqual(await page.evaluate(() => window.heard), ["ready", "open", "message me", "message coach", "close"]);
  await page.evaluate(() => window.CareerCoach.reset());
  await page.waitForFunction(() => !document.querySelector("career-coach").shadowRoot.querySelector(".message"));
});

test("the page's styles do not reach into the widget, and its tokens do", async (t) => {
  const style = "<style>* { color: red !important; font-size: 40px !important } button { display: none } career-coach { --coach-accent: rgb(1, 2, 3) }</style>";
  const page = await newPage(t);
  await page.goto(await site(t, plain(style + tag())));
  const launcher = page.getByRole("button", { name: "Open Career coach" });
  assert.equal(await launcher.evaluate((button) => getComputedStyle(button).backgroundColor), "rgb(1, 2, 3)");
  await launcher.click();
  await composer(page).waitFor();
  assert.equal(await composer(page).evaluate((area) => getComputedStyle(area).fontSize), "16px");
});

test("behind a reverse proxy with TLS, below a path", async (t) => {
  const address = await proxy(t, STAGE_URL);
  const page = await newPage(t);
  const sockets = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  for (const path of ["/chat", "/chat/"]) {
    await page.goto(address + path);
    await composer(page).waitFor();
    assert.equal(page.url(), `${address}/chat`);
  }
  assert.match(await (await ask(page, "hello")).textContent(), /Hello/);
  assert.ok(sockets.some((url) => url.startsWith(`${address.replace("https", "wss")}/chat/socket.io/`)), sockets.join());
});

test("where WebSockets do not pass, polling does", async (t) => {
  const page = watch(await newPage(t));
  await page.addInitScript(() => {
    window.WebSocket = class {
      constructor() {
        setTimeout(() => this.onerror?.(new Event("error")));
      }
      close() {}
    };
  });
  await page.goto(`${STAGE_URL}/chat`);
  await composer(page).waitFor();
  assert.match(await (await ask(page, "hello")).textContent(), /Hello/);
});
